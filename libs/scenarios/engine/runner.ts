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
  /** Runs this design alone; all when left out. */
  only?: string;
  /** Where report.json, .md and .html go, and the outcome of every request. */
  folder: string;
  progress: (line: string) => void;
  stopping: AbortSignal;
  /** Brings what faults of the network are done with. When left out it must be on the machine. */
  bringToxiproxy?: () => Promise<void>;
}

export interface ScenarioResult {
  report: Report;
  files: { json: string; md: string; html: string };
}

/**
 * Tells a whole scenario on a running stack: each design under the same load, then verdict and report. Whatever happens,
 * also when `stopping` is raised, the faults are undone and the light stream of orders goes on afterwards.
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

/** The others only watch, and no figure is theirs; and the light stream of orders rests while a scenario runs. */
const takesPart: readonly PartState['kind'][] = ['broker', 'database', 'service'];

/**
 * Nothing restarts by itself, so what somebody ended by hand, or what fell over, would still be missing. A run tells of its own
 * faults only.
 * @throws NotPossible when a part does not start
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
 * The light stream would blur the figures. It is stopped by way of the fault journal, so that it comes back even when
 * this process is killed.
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

/** What the figures were measured on. */
export function machine(): string {
  const gigabytes = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores, ${gigabytes} GB, ${platform()}, Node ${process.version}`;
}
