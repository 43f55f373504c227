import type { Driver, PartState } from '#runtime';
import { cpus, platform, totalmem } from 'node:os';
import { announcerTo } from './announce.js';
import { openFaults } from '../faults/inject.js';
import { recoveryOf } from '../measures/recovery.js';
import { perform } from './perform.js';
import type { Stage } from './stage.js';
import type { RunRecord } from './record.js';
import { reportOf, writeReport } from '../report/report.js';
import type { Report } from '../report/contents.js';
import type { Scenario } from './scenario.js';
import type { Speed } from './design.js';

export interface RunScenarioOptions {
  driver: Driver;
  stateFolder: string;
  scenario: Scenario;
  speed: Speed;
  seed: number;
  /** Runs only this design. Default: all. */
  only?: string;
  /** Where to write report.json, .md and .html, and the outcome of every request. */
  folder: string;
  progress: (line: string) => void;
  stopping: AbortSignal;
  /** Downloads the tool for network faults. If absent, it must already be installed. */
  bringToxiproxy?: () => Promise<void>;
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
  const { scenario, driver, speed, seed, folder, stateFolder, progress, stopping } = options;
  const announcer = announcerTo(driver);
  const faults = openFaults({ stateFolder, driver, announcer, bringToxiproxy: options.bringToxiproxy });
  for (const { fault, part } of await faults.clearAll())
    progress(`undid a leftover fault of an earlier run: ${fault} ${part}`);
  for (const { fault } of options.scenario.phases[speed].flatMap((phase) => phase.faults ?? [])) {
    await faults.prepare(fault);
  }
  await startWhatIsDown(driver, progress);
  const stage: Stage = { driver, faults, announcer, progress, stopping };
  const size = { phases: scenario.phases[speed], values: scenario.sizes[speed].values };
  const says = scenario.kind.says?.(size);
  if (says) progress(says.en);
  const startedAt = Date.now();
  const records: RunRecord[] = [];
  const resume = await pauseLightStream(stage);
  try {
    const prepared = await scenario.kind.prepare(stage, size);
    try {
      for (const design of scenario.designs.filter(({ name }) => options.only === undefined || name === options.only)) {
        progress(`\n${scenario.name}: ${design.title.en}`);
        const record = await perform(stage, { scenario, speed, design, prepared, seed, folder });
        records.push(record);
        await announcer.recovery({ scenario: scenario.name, run: design.name, ...recoveryOf(record) });
      }
    } finally {
      await prepared.close();
    }
  } finally {
    await announcer.scenario(null);
    await resume();
  }
  const report = reportOf({ scenario, seed, speed, startedAt, machine: machine(), records });
  return { report, files: await writeReport(report, folder) };
}

/** The other parts only observe, and no figure depends on them. The light stream of orders pauses during a scenario. */
const takesPart: readonly PartState['kind'][] = ['broker', 'database', 'service'];

/**
 * Starts the parts that were stopped by hand or crashed, because the effects in a run must be those of its own faults.
 * @throws NotPossible if a part does not start
 */
export async function startWhatIsDown(
  driver: Pick<Driver, 'parts' | 'start'>,
  progress: (line: string) => void,
): Promise<void> {
  for (const { name, kind, health } of await driver.parts()) {
    if (health !== 'down' || !takesPart.includes(kind)) continue;
    progress(`${name} is down: starting it`);
    await driver.start(name);
  }
}

/**
 * The light stream would distort the figures. It is stopped through the fault journal, so that it resumes even if this
 * process is killed.
 */
export async function pauseLightStream({
  driver,
  faults,
  progress,
}: Pick<Stage, 'driver' | 'faults' | 'progress'>): Promise<() => Promise<void>> {
  const stream = (await driver.parts()).find(({ kind, health }) => kind === 'load' && health === 'up');
  if (!stream) return async () => {};
  progress('pausing the background load');
  const paused = await faults.inject('stop', stream.name);
  return async () => {
    const stillPaused = faults.active().some(({ fault, part }) => fault === 'stop' && part === stream.name);
    if (stillPaused) await faults.clear(paused);
  };
}

/** The machine on which the figures were measured. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${gigabytes} GB, ${platform()}, Node ${process.version}`;
}
