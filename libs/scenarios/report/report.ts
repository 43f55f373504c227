import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { figuresOf, runReport, type RunFigures, type RunReport } from '../figures.js';
import type { RunRecord } from '../record.js';
import type { Scenario, Speed, Text } from '../scenario.js';
import { judge, outcomeOfFinding, type Outcome, type Verdict } from '../verdict.js';
import { reportHtml } from './html.js';
import { reportMarkdown } from './markdown.js';
import { figureRows, type FigureRow } from './rows.js';
import { seriesOf, type RunSeries } from './series.js';
import { method, words, type ReportWords } from './words.js';

/** report.json, field by field as the command line promises it. */
export interface ReportJson {
  scenario: string;
  seed: number;
  /** ISO 8601, UTC. */
  startedAt: string;
  runs: RunReport[];
  /** `outcome` is inconclusive, and `passed` false, when a figure does not exist. */
  expectations: { text: string; expected: string; measured: string; passed: boolean; outcome: Outcome }[];
  /** What showed that each fault took effect; `seen` is null when nothing did. */
  evidence: { design: string; fault: string; part: string; seen: string | null }[];
  /** True only when the outcome is `passed`. */
  passed: boolean;
  outcome: Outcome;
}

/** Everything the three forms of a report are made from. */
export interface Report {
  scenario: { name: string; title: Text; story: Text };
  seed: number;
  speed: Speed;
  startedAt: string;
  /** The computer it ran on, in one line. */
  machine: string;
  ratePerSecond: number;
  /** What the shaded stretch of the charts is called. */
  faultTitle: Text;
  runs: { title: Text; figures: RunFigures; series: RunSeries }[];
  verdict: Verdict;
  words: ReportWords;
  /** How the figures came about; what is peculiar to these runs first. */
  method: readonly Text[];
  /** The lines of the table of all figures. */
  rows: FigureRow[];
}

export interface ReportOptions {
  scenario: Scenario;
  seed: number;
  speed: Speed;
  /** Milliseconds since 1970. */
  startedAt: number;
  machine: string;
  records: readonly RunRecord[];
}

/** Concludes a report from what was seen. Pure. */
export function reportOf({ scenario, seed, speed, startedAt, machine, records }: ReportOptions): Report {
  const measured = records.map((record) => ({ record, figures: figuresOf(record) }));
  const runs = measured.map(({ record, figures }) => ({
    title: record.design.title,
    figures,
    series: seriesOf(record),
  }));
  const { wording = {} } = scenario;
  const figures = runs.map((run) => run.figures);
  const reportWords: ReportWords = { ...words, ...wording.words };
  const ownRows = (wording.rows ?? []).map(({ label, cell }) => ({ label, cells: figures.map(cell) }));
  return {
    scenario: { name: scenario.name, title: scenario.title, story: scenario.story },
    seed,
    speed,
    startedAt: new Date(startedAt).toISOString(),
    machine,
    ratePerSecond: Math.max(...scenario.phases[speed].map((phase) => phase.ratePerSecond)),
    faultTitle: scenario.phases[speed].find(({ name }) => name === scenario.climax)?.title ?? scenario.title,
    runs,
    verdict: judge(scenario, measured),
    words: reportWords,
    method: [...caveats(runs, reportWords), ...(wording.method ?? method)],
    rows: [...figureRows(figures, reportWords), ...ownRows],
  };
}

/** What a listener must know of these runs in particular, before how such runs are measured at all. */
function caveats(runs: Report['runs'], { lateLoad, prolonged }: ReportWords): Text[] {
  const late = runs.filter(({ figures }) => !figures.keptRate);
  const offered = new Set(runs.map(({ figures }) => figures.offered));
  return [
    ...late.map(({ title }) => ({ en: `${title.en}: ${lateLoad.en}`, ko: `${title.ko}: ${lateLoad.ko}` })),
    ...(offered.size > 1 ? [prolonged] : []),
  ];
}

export function reportJson(report: Report): ReportJson {
  return {
    scenario: report.scenario.name,
    seed: report.seed,
    startedAt: report.startedAt,
    runs: report.runs.map(({ figures }) => runReport(figures)),
    expectations: report.verdict.expectations.map((judged) => ({
      text: `${judged.design}: ${judged.text.en}`,
      expected: judged.expected,
      measured: judged.measured,
      passed: judged.passed === true,
      outcome: outcomeOfFinding(judged),
    })),
    evidence: report.verdict.evidence.map((one) => ({ ...one })),
    passed: report.verdict.outcome === 'passed',
    outcome: report.verdict.outcome,
  };
}

/** Writes report.json, report.md and report.html. @returns the paths */
export async function writeReport(report: Report, folder: string): Promise<{ json: string; md: string; html: string }> {
  await mkdir(folder, { recursive: true });
  const files = { json: join(folder, 'report.json'), md: join(folder, 'report.md'), html: join(folder, 'report.html') };
  await Promise.all([
    writeFile(files.json, `${JSON.stringify(reportJson(report), null, 2)}\n`),
    writeFile(files.md, reportMarkdown(report)),
    writeFile(files.html, await reportHtml(report)),
  ]);
  return files;
}
