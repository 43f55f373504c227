/**
 * Stories that run on the stack: load that does not wait for responses, faults that undo themselves, a ledger that
 * accounts for every accepted order, and a computed verdict.
 */
export { scenarioNamed, scenariosIn, storiesFolder } from './story/catalog.js';
export { measures } from './measures/catalog.js';
export { storyBystanders, storyLoads } from './load/kinds/catalog.js';
export type { Choices } from './story/choices.js';
export { StoryFile } from './story/schema.js';
export { markOf } from './engine/finding.js';
export { newStory } from './story/new-story.js';
export type { Expectation, Scenario } from './engine/scenario.js';
export { speeds, type Speed, type Text, type TimedFault } from './engine/design.js';
export { runScenario, type RunScenarioOptions, type ScenarioResult } from './engine/runner.js';
export { reportJson } from './report/report.js';
export type { Report, ReportJson } from './report/contents.js';
export { figureRows } from './report/rows.js';
export { faultNamed, faults } from './faults/catalog.js';
export { parameterText } from './faults/parameters.js';
export { healFaults, openFaults, type Faults, type FaultsOptions } from './faults/inject.js';
export type { ActiveFault } from '#runtime';
export { startLoad, readOutcomes, type RunningLoad } from './load/run-load.js';
export type { LoadPlan } from './load/plan.js';
export type { LoadRow, LoadSummary, Outcome } from './load/outcome.js';
export { lightStream } from './light-stream.js';
export { databasesOf } from './ledger/open-as-service.js';
export { openLedger, openLedgerAt, type Ledger } from './ledger/open-ledger.js';
export type { Account, AcceptedOrder, OrderFate } from './ledger/account.js';
export type { Audit } from './ledger/audit.js';
export { drawSchedule } from './campaign/draw-schedule.js';
export { targetsOf } from './campaign/targets.js';
export { runCampaign } from './campaign/campaign.js';
export { writeCampaignReport } from './campaign/campaign-report.js';
export type { CampaignJson } from './campaign/campaign-json.js';
export { scheduleAsStory, scheduleFromStory, tightened, type WrittenSchedule } from './campaign/schedule-file.js';
export { shrink } from './campaign/shrink.js';
