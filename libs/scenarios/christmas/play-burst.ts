import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '#runtime';
import { accountOf } from '../ledger/account.js';
import { openAsAuditor } from '../ledger/open-as-auditor.js';
import { now } from '../load/generate.js';
import type { PressKind } from '../load/gifticons.js';
import type { LoadPlan } from '../load/plan.js';
import { readOutcomes, startLoad, type RunningLoad } from '../load/run-load.js';
import type { Performance } from '../engine/scenario.js';
import type { Stage } from '../engine/stage.js';
import type { PhaseWindow, RunRecord } from '../engine/record.js';
import { RunFaults } from '../engine/run-faults.js';
import { cameTrue, queuesEmpty, seenWithinMs, watchQueues } from '../engine/watch-queue.js';
import { burstFates, burstFigures, withDoubles, type BurstFacts } from './burst-figures.js';
import { readBurst, readUnpublished } from './burst-ledger.js';
import { crowdPlan } from './crowd.js';
import { openGiveaway } from './giveaway.js';
import { patience, type Burst } from './burst.js';
import { warmBurst } from './warm-burst.js';

const groups = ['gifticon', 'shop'];

/**
 * Waits in the order in which a wish travels: what has left one place is in the next, so that nothing is overlooked between two.
 * @returns false when the limit of one place came first
 */
async function everythingTold(stage: Stage, limitSeconds: number): Promise<boolean> {
  const isPublished =
    (await queuesEmpty(stage, ['gifticon'], limitSeconds)) && (await everythingPublished(stage, limitSeconds));
  // What was seen of the shop's queue before the last answer was in it does not count.
  await pause(seenWithinMs, undefined, { signal: stage.stopping });
  return isPublished && (await queuesEmpty(stage, ['shop'], limitSeconds));
}

async function everythingPublished(stage: Stage, limitSeconds: number): Promise<boolean> {
  const issuer = await openAsAuditor(stage.driver, 'gifticon');
  const what = 'the decisions of the issuing server to be published';
  const limit = { what, limitMs: limitSeconds * 1_000, everyMs: 250, signal: stage.stopping };
  const published = waitFor(limit, async () => {
    const left = await readUnpublished(issuer);
    if (left > 0) throw new Error(`${left} are not`);
    return true;
  });
  return cameTrue(stage, published).finally(() => issuer.close());
}

/**
 * Plays one design of the Christmas case: ordinary shoppers all the time, the rush in the middle, and after it whatever
 * there is to drain. Then the auditor reads what became of it. Faults are undone however it ends.
 */
export async function playBurst(
  stage: Stage,
  performance: Performance,
  burst: Burst,
  warmSeconds: number,
): Promise<RunRecord> {
  const { scenario, design, folder, phases } = performance;
  const name = design.name as BurstFacts['design'];
  const sku = `christmas-${Date.now().toString(36)}-${name}`;
  const announce = (phase: string) => stage.announcer.scenario({ scenario: scenario.name, run: name, phase });
  await mkdir(folder, { recursive: true });
  await announce('warm-up');
  const { vouchers, members, providerLatencyMs, vouchersPerSecond } = burst;
  // Warm, as a shop is that has been open for a while, and with nothing left of the run before.
  await warmBurst(stage, design.load.requests as PressKind, warmSeconds);
  await openGiveaway(stage.driver, sku, { vouchers, members, providerLatencyMs, vouchersPerSecond }, stage.stopping);
  await queuesEmpty(stage, groups, 60);
  // The direct design has no issuing server to kill.
  const ownPhases = phases.map((phase) => (design.group === null ? { ...phase, faults: [] } : phase));
  const { group } = design;
  const watch = watchQueues(stage.driver);
  const files = { rush: join(folder, `rush-${name}.ndjson`), shoppers: join(folder, `shoppers-${name}.ndjson`) };
  const shoppers = await startLoad(shoppersPlan(stage, performance, burst, files.shoppers));
  const segments = phases.map(({ seconds, ratePerSecond }) => ({ seconds, ratePerSecond }));
  const { seed } = performance;
  const crowd = crowdPlan(stage, design.load, { seed, sku, segments, outcomesFile: files.rush });
  const rush = await startLoad(crowd, (row) => {
    const lag = group ? `   lag ${String(watch.queues[group]?.at(-1)?.lag ?? 0).padStart(6)}` : '';
    const failed = String(row.failed + row.refused).padStart(5);
    stage.progress(
      `${`${row.second} s`.padStart(6)}   answered ${String(row.accepted).padStart(5)}/s   not ${failed}/s${lag}`,
    );
  });
  const endAll = () => [rush, shoppers].forEach((load) => load.stop());
  stage.stopping.addEventListener('abort', endAll, { once: true });
  const trouble = new RunFaults(stage, scenario.name);
  try {
    const windows = await playPhases(stage, { rush, phases: ownPhases, announce, trouble });
    const summary = await rush.finished;
    await trouble.endAll();
    void announce('draining');
    await shoppers.finished;
    const isBehind = group !== null && !(await everythingTold(stage, scenario.drainLimitSeconds));
    const window = (phase: string) => windows.find((one) => one.name === phase) as PhaseWindow;
    const read = await readBurst(stage.driver, name, sku);
    const facts: BurstFacts = {
      design: name,
      outcomes: await readOutcomes(files.rush),
      shoppers: await readOutcomes(files.shoppers),
      calm: window('calm'),
      // Until the last of the impatient has given up, shoppers feel the rush.
      rush: { ...window('rush'), to: window('rush').to + patience.timeoutMs * patience.presses },
      vouchers,
      issued: read.vouchers,
      stockLeft: read.stockLeft,
      results: read.results,
      isBehind,
    };
    const figures = burstFigures(facts);
    const fates = burstFates(facts);
    return {
      design,
      startedAt: rush.startedAt,
      endedAt: now(),
      phases: windows,
      faults: trouble.windows,
      load: summary,
      outcomes: [...facts.outcomes],
      account: withDoubles(accountOf(fates), figures, facts),
      fates,
      queues: watch.queues,
      bystanders: [...facts.shoppers],
      shaded: window('rush'),
      own: { burst: figures },
    };
  } finally {
    stage.stopping.removeEventListener('abort', endAll);
    watch.stop();
    endAll();
    await trouble.endAll();
  }
}

interface Playing {
  rush: RunningLoad;
  phases: Performance['phases'];
  announce: (phase: string) => Promise<void>;
  trouble: RunFaults;
}

async function playPhases(stage: Stage, { rush, phases, announce, trouble }: Playing): Promise<PhaseWindow[]> {
  const windows: PhaseWindow[] = [];
  let from = rush.startedAt;
  for (const phase of phases) {
    void announce(phase.name);
    const to = from + phase.seconds * 1000;
    windows.push({ name: phase.name, from, to });
    await trouble.endAll();
    for (const timed of phase.faults ?? []) {
      await pause(Math.max(0, from + timed.atMs - now()), undefined, { signal: stage.stopping });
      await trouble.begin(timed);
    }
    await pause(Math.max(0, to - now()), undefined, { signal: stage.stopping });
    from = to;
  }
  return windows;
}

function shoppersPlan(
  { driver }: Stage,
  { phases, seed }: Performance,
  { shoppersPerSecond }: Burst,
  outcomesFile: string,
): LoadPlan {
  const seconds = phases.reduce((sum, phase) => sum + phase.seconds, 0);
  return {
    ...{ name: 'shoppers', requests: 'shoppers', origin: driver.address('shop'), seed, pattern: 'poisson' },
    ...{ segments: [{ seconds, ratePerSecond: shoppersPerSecond }], timeoutMs: 10_000, connections: 256 },
    ...{ outcomesFile, endsWithInput: true },
  };
}
