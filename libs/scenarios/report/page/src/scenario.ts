import type { Report } from '../../contents.js';
import type { ScenarioPage } from '../../page-data.js';
import { el } from './element.js';
import { foot, head, verdict } from './frame.js';
import { legend } from './legend.js';
import { runColor } from './color.js';
import { runCard } from './run-card.js';
import { scenarioCharts } from './scenario-charts.js';
import { allFigures, evidence, expectations } from './scenario-tables.js';
import type { Page, View } from './view.js';

/** The report of a scenario: the verdict, each run in large figures, the runs over each other, then every detail. */
export function scenarioPage({ report }: ScenarioPage, view: View): Page {
  const { t } = view;
  const { scenario, runs, words, method } = report;
  const keys = runs.map(({ title }, index) => ({ label: t(title), color: runColor(index) }));
  return {
    title: t(scenario.title),
    sections: [
      head(scenario.title, scenario.story, words, view),
      verdict(report.verdict.outcome, expectationsMet(report, view), words, view),
      el('div', { class: 'runs' }, ...runs.map((_, index) => runCard(report, index, view))),
      el('h2', {}, runs.map(({ title }) => t(title)).join(' / ')),
      legend(keys, t(report.faultTitle)),
      el('div', { class: 'charts' }, ...scenarioCharts(report, view)),
      el('h2', {}, t(words.expectation)),
      expectations(report, view),
      ...evidence(report, view),
      el('h2', {}, t(words.allFigures)),
      allFigures(report, view),
      el('h2', {}, t(words.howMeasured)),
      foot(method, origin(report, view), view),
    ],
  };
}

function expectationsMet(report: Report, { t, language }: View): string {
  const all = report.verdict.expectations;
  const met = all.filter(({ passed }) => passed).length;
  const words = t(report.words.ofExpectations);
  return language === 'ko' ? `${all.length}개 중 ${met}${words}` : `${met} of ${all.length} ${words}`;
}

/** What would produce these runs again. */
const origin = (report: Report, { t }: View): string[] => [
  report.scenario.name,
  report.speed,
  `${t(report.words.seed)} ${report.seed}`,
  `${report.ratePerSecond} ${t(report.words.rate)}`,
  report.startedAt,
  report.machine,
];
