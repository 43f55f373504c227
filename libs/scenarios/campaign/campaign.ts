import type { Driver } from '#runtime';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { TimedFault } from '../engine/design.js';
import type { FaultWindow } from '../engine/record.js';
import { openStage, startWhatIsDown, type StageOptions } from '../engine/open-stage.js';
import type { Stage } from '../engine/stage.js';
import { groupsOf, queuesEmpty, settled, watchQueues } from '../engine/watch-queue.js';
import { auditorUrls } from '../ledger/open-as-auditor.js';
import type { LoadSummary, Outcome } from '../load/outcome.js';
import { readOutcomes, startLoad } from '../load/run-load.js';
import { Checker } from './checker/check.js';
import type { Judgement } from './checker/judge.js';
import { playSchedule, type Skipped } from './play-schedule.js';
import { toldOf } from './told.js';

export interface CampaignOptions extends StageOptions {
  readonly seed: number;
  readonly seconds: number;
  readonly ratePerSecond: number;
  /** Faults, timed from the start of the load: see draw-schedule.ts. */
  readonly schedule: readonly TimedFault[];
  /** Where to write the outcome of every request. */
  readonly folder: string;
}

/** The raw data of a campaign. Times are milliseconds since 1970. */
export interface CampaignRecord {
  readonly seed: number;
  readonly seconds: number;
  readonly ratePerSecond: number;
  readonly schedule: readonly TimedFault[];
  readonly startedAt: number;
  /** When everything was repaired and the queues were empty, or the limit was reached. */
  readonly endedAt: number;
  readonly faults: readonly FaultWindow[];
  readonly skipped: readonly Skipped[];
  readonly load: LoadSummary;
  readonly outcomes: readonly Outcome[];
  readonly queues: ReturnType<typeof watchQueues>['queues'];
  /** How often the supervisor restarted a crashed part, by part. */
  readonly restarts: Readonly<Record<string, number>>;
  readonly judgement: Judgement;
}

const drainLimitSeconds = 180;
/** Requests with an idempotency key are safe to retry: clients do so a few times until they get a response. */
const presses = 3;
const timeoutMs = 5_000;

/**
 * Injects the faults of the schedule under load, repairs everything, waits until all work is done, and has the checker
 * account for every order. The faults are undone however it ends.
 * @throws NotPossible if it cannot start; the abort reason if `stopping` is aborted
 */
export async function runCampaign(options: CampaignOptions): Promise<CampaignRecord> {
  await mkdir(options.folder, { recursive: true });
  const { stage, close } = await openStage(options);
  try {
    await settled(stage, drainLimitSeconds);
    return await underLoad(options, stage);
  } finally {
    await mend(stage);
    await close();
  }
}

async function underLoad(options: CampaignOptions, stage: Stage): Promise<CampaignRecord> {
  const { driver, folder, seed, seconds, ratePerSecond, schedule, progress, stopping } = options;
  const name = `campaign-${seed}-${Date.now()}`;
  const outcomesFile = join(folder, 'orders.ndjson');
  const checker = await checkerOf(driver);
  const beginning = await checker.begin();
  const restartsBefore = await restartsOf(driver);
  const watch = watchQueues(driver);
  const load = await startLoad(
    {
      ...{ name, seed, outcomesFile, presses, timeoutMs, requests: 'keyed-orders', pattern: 'poisson' },
      ...{ origin: driver.address('order'), connections: 512, endsWithInput: true },
      segments: [{ seconds, ratePerSecond }],
    },
    ({ second, accepted, failed, refused }) =>
      progress(`${`${second} s`.padStart(6)}   accepted ${accepted}/s   not accepted ${failed + refused}/s`),
  );
  const giveUp = () => load.stop();
  stopping.addEventListener('abort', giveUp, { once: true });
  try {
    await stage.announcer.scenario({ scenario: 'campaign', run: 'events', phase: 'faults' });
    const { windows, skipped } = await playSchedule(stage, schedule, load.startedAt);
    const summary = await load.finished;
    stopping.throwIfAborted();
    await stage.announcer.scenario({ scenario: 'campaign', run: 'events', phase: 'draining' });
    progress('the load is over: repairing everything and draining the queues');
    await mend(stage);
    await queuesEmpty(stage, await groupsOf(driver), drainLimitSeconds);
    watch.stop();
    const outcomes = await readOutcomes(outcomesFile);
    const judgement = await judged(stage, () => checker.check(`${name}-`, toldOf(name, outcomes), beginning));
    const restarts = await restartsOf(driver);
    for (const [part, count] of Object.entries(restartsBefore)) restarts[part] = (restarts[part] ?? 0) - count;
    return {
      ...{ seed, seconds, ratePerSecond, schedule, startedAt: load.startedAt, endedAt: Date.now() },
      ...{ faults: windows, skipped, load: summary, outcomes, queues: watch.queues, restarts, judgement },
    };
  } finally {
    stopping.removeEventListener('abort', giveUp);
    watch.stop();
    load.stop();
    await load.finished.catch(() => {});
  }
}

/**
 * A recovered relay may need a moment for the rest of its outbox, so check again if something is still waiting there.
 */
async function judged({ progress, stopping }: Stage, check: () => Promise<Judgement>): Promise<Judgement> {
  const endAt = Date.now() + drainLimitSeconds * 1_000;
  for (;;) {
    progress('the checker is reading the topics and the databases');
    const judgement = await check();
    if (judgement.stillQueued === 0 || Date.now() > endAt) return judgement;
    await pause(3_000, undefined, { signal: stopping });
  }
}

/** Undoes every fault, and starts what is still down. */
async function mend({ driver, faults, progress }: Stage): Promise<void> {
  await faults.clearAll();
  await startWhatIsDown(driver, progress);
}

async function checkerOf(driver: Driver): Promise<Checker> {
  const brokers = (await driver.parts()).filter(({ kind }) => kind === 'broker');
  return new Checker({
    brokers: brokers.map(({ name }) => driver.address(name, 'kafka')),
    urlOf: await auditorUrls(driver),
  });
}

async function restartsOf(driver: Driver): Promise<Record<string, number>> {
  const parts = await driver.parts();
  return Object.fromEntries(parts.filter(({ restarts }) => restarts > 0).map(({ name, restarts }) => [name, restarts]));
}
