import { cpus, platform, totalmem } from 'node:os';
import { recoveryOf } from '../measures/recovery.js';
import { openStage, type StageOptions } from './open-stage.js';
import { perform } from './perform.js';
import type { RunRecord } from './record.js';
import { reportOf, writeReport } from '../report/report.js';
import type { Report } from '../report/contents.js';
import type { Scenario } from './scenario.js';
import type { Speed } from './design.js';

export interface RunScenarioOptions extends StageOptions {
  scenario: Scenario;
  speed: Speed;
  seed: number;
  /** Runs only this design. Default: all. */
  only?: string;
  /** Where to write report.json, .md and .html, and the outcome of every request. */
  folder: string;
}

export interface ScenarioResult {
  report: Report;
  files: { json: string; md: string; html: string };
}

/**
 * Runs a whole scenario on a running stack: each design under the same load, then verdict and report. Whatever happens,
 * including an abort, the faults are undone and the light stream of orders resumes afterwards.
 */
export async function runScenario(options: RunScenarioOptions): Promise<ScenarioResult> {
  const { scenario, speed, seed, folder, progress } = options;
  const startedAt = Date.now();
  const records: RunRecord[] = [];
  const { stage, close } = await openStage(options);
  try {
    for (const { fault } of scenario.phases[speed].flatMap(({ faults = [] }) => faults)) {
      await stage.faults.prepare(fault);
    }
    const size = { phases: scenario.phases[speed], values: scenario.sizes[speed].values };
    const says = scenario.kind.says?.(size);
    if (says) progress(says.en);
    const prepared = await scenario.kind.prepare(stage, size);
    try {
      for (const design of scenario.designs.filter(({ name }) => options.only === undefined || name === options.only)) {
        progress(`\n${scenario.name}: ${design.title.en}`);
        const record = await perform(stage, { scenario, speed, design, prepared, seed, folder });
        records.push(record);
        await stage.announcer.recovery({ scenario: scenario.name, run: design.name, ...recoveryOf(record) });
      }
    } finally {
      await prepared.close();
    }
  } finally {
    await close();
  }
  const report = reportOf({ scenario, seed, speed, startedAt, machine: machine(), records });
  return { report, files: await writeReport(report, folder) };
}

/** The machine on which the figures were measured. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${gigabytes} GB, ${platform()}, Node ${process.version}`;
}
