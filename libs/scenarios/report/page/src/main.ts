import type { PageData } from '../../page-data.js';
import { campaignPage } from './campaign.js';
import { destroyCharts } from './chart.js';
import { el } from './element.js';
import { scenarioPage } from './scenario.js';
import { choiceIn, viewOf, type Choice } from './view.js';
import './theme.css';
import './page.css';

/** Draws the report that stands in the page. Nothing is fetched: report/html.ts put everything here. */
function draw(data: PageData, choice: Choice): void {
  const view = viewOf(choice, (change) => draw(data, { ...choice, ...change }));
  const root = document.documentElement;
  root.lang = choice.language;
  root.dataset.theme = choice.theme;
  destroyCharts();
  const { title, sections } = data.kind === 'scenario' ? scenarioPage(data, view) : campaignPage(data, view);
  document.title = `${title} · Eventstage`;
  elementNamed('page').replaceChildren(el('main', {}, ...sections));
}

/** @throws when the page does not have it */
function elementNamed(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (!found) throw new Error(`the page has no element #${id}`);
  return found;
}

draw(JSON.parse(elementNamed('data').textContent) as PageData, choiceIn(window.location.search));
