import type { CampaignPage } from '../campaign/campaign-page.js';
import type { Report } from './contents.js';

/** The page of a scenario draws the whole report. */
export interface ScenarioPage {
  readonly kind: 'scenario';
  readonly report: Report;
}

/**
 * The JSON in report.html, drawn by the script in page/. The page is type-checked with every file that these types import,
 * so they come from files that do not import the stack.
 */
export type PageData = ScenarioPage | CampaignPage;
