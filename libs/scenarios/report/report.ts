import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { figuresOf, runReport } from '../engine/figures.js';
import type { RunRecord } from '../engine/record.js';
import type { Scenario } from '../engine/scenario.js';
import type { Speed, Text } from '../engine/design.js';
import { judge } from '../engine/judge.js';
import { outcomeOfFinding } from '../engine/finding.js';
import type { Report, ReportJson } from './contents.js';
import { reportHtml } from './html.js';
import { reportMarkdown } from './markdown.js';
import { figureRows } from './rows.js';
import { seriesOf } from './series.js';
import { method, words, type ReportWords } from './words.js';

export interface ReportOptions {
  scenario: Scenario;
  seed: number;
  speed: Speed;
  /** Milliseconds since 1970. */
  startedAt: number;
  machine: string;
  records: readonly RunRecord[];
}

/** Builds a report from what was recorded. Pure. */
export function reportOf({ scenario, seed, speed, startedAt, machine, records }: ReportOptions): Report {
  const measured = records.map((record) => ({ record, figures: figuresOf(record) }));
  const runs = measured.map(({ record, figures }) => ({
    title: record.design.title,
    figures,
    series: seriesOf(record),
  }));
  const { wording } = scenario;
  const figures = runs.map((run) => run.figures);
  const reportWords: ReportWords = { ...words, ...wording.words };
  const ownRows = wording.rows.map(({ label, cell }) => ({ label, cells: records.map(cell) }));
  const size = scenario.kind.says?.({ phases: scenario.phases[speed], values: scenario.sizes[speed].values });
  return {
    scenario: { name: scenario.name, title: scenario.title, story: scenario.story },
    seed,
    speed,
    startedAt: new Date(startedAt).toISOString(),
    machine,
    ratePerSecond: Math.max(...scenario.phases[speed].map((phase) => phase.ratePerSecond)),
    faultTitle: scenario.phases[speed].find(({ name }) => name === scenario.climax)?.title ?? scenario.title,
    runs,
    verdict: judge(scenario, records),
    words: reportWords,
    method: [
      ...caveats(runs, reportWords),
      ...(size ? [size] : []),
      ...wording.variants,
      ...(wording.method ?? method),
    ],
    rows: [...figureRows(figures, reportWords), ...ownRows],
  };
}

/** The caveats of these particular runs, before how such runs are measured in general. */
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
    evidence: report.verdict.evidence,
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
