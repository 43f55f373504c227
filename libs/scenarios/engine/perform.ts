import { NotPossible, WaitedTooLong } from '#runtime';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { faultNamed } from '../faults/inject.js';
import { now } from '../load/generate.js';
import type { LoadRow, Outcome } from '../load/outcome.js';
import type { LoadPlan } from '../load/plan.js';
import { readOutcomes, startLoad, type RunningLoad } from '../load/run-load.js';
import type { PhaseWindow, RunRecord } from './record.js';
import { RunFaults } from './run-faults.js';
import type { Performance } from './scenario.js';
import type { Stage } from './stage.js';
import type { Design, Phase, TimedFault } from './design.js';
import { groupsOf, queuesEmpty, untilEmpty, watchQueues, type QueueWatch } from './watch-queue.js';

const warmUp = { seconds: 3, ratePerSecond: 30 };
const settleLimitSeconds = 60;

/**
 * Runs one design of a scenario from calm to drained and returns what was seen. Faults are undone however it ends.
 * @throws the reason of `stopping` when that was raised
 */
export async function perform(stage: Stage, performance: Performance): Promise<RunRecord> {
  const { scenario, design } = performance;
  const announce = (phase: string) => stage.announcer.scenario({ scenario: scenario.name, run: design.name, phase });
  await mkdir(performance.folder, { recursive: true });
  await announce('warm-up');
  await settled(stage);
  await warmedUp(stage, performance);
  await settled(stage);
  const run = new Run(stage, performance, announce);
  try {
    return await run.play();
  } finally {
    await run.mend();
  }
}

/** Nobody's queue holds anything: each run begins with nothing of the one before. */
async function settled(stage: Stage): Promise<void> {
  try {
    await untilEmpty(stage, await groupsOf(stage.driver), settleLimitSeconds);
  } catch (error) {
    if (!(error instanceof WaitedTooLong)) throw error;
    const look = 'See `npm run stage -- status`, and run it again once the queues are empty.';
    throw new NotPossible(`The run cannot start: ${error.message}. ${look}`, { cause: error });
  }
}

/** A few orders that are not counted, so that neither design pays for waking up the other. */
async function warmedUp(stage: Stage, { design, seed }: Performance): Promise<void> {
  const load = await startLoad({ ...planOf(stage, design, seed), name: 'warm-up', segments: [warmUp] });
  stage.stopping.addEventListener('abort', () => load.stop(), { once: true });
  await load.finished;
  stage.stopping.throwIfAborted();
}

function planOf({ driver }: Stage, { load }: Design, seed: number): Omit<LoadPlan, 'segments'> {
  const { name, requests, pattern, timeoutMs, connections } = load;
  const origin = driver.address(load.part);
  return {
    ...{ name, requests, pattern, timeoutMs, connections, origin, seed },
    outcomesFile: null,
    endsWithInput: true,
  };
}

class Run {
  private readonly windows: PhaseWindow[] = [];
  private readonly faults: RunFaults;
  private readonly watch: QueueWatch;
  /** What the schedule does not wait for: faults within a phase, and parts that come back. */
  private readonly besides: Promise<void>[] = [];
  private readonly trouble = Promise.withResolvers<never>();
  private phaseName = '';

  constructor(
    private readonly stage: Stage,
    private readonly performance: Performance,
    private readonly announce: (phase: string) => Promise<void>,
  ) {
    this.faults = new RunFaults(stage, performance.scenario.name);
    this.watch = watchQueues(stage.driver);
    this.trouble.promise.catch(() => {});
  }

  async play(): Promise<RunRecord> {
    const { design, phases, seed, folder } = this.performance;
    const outcomesFile = join(folder, `orders-${design.name}.ndjson`);
    // The last phase has no end of its own in the schedule: it may be prolonged.
    const segments = phases.map(({ seconds, ratePerSecond }, index) => ({
      seconds: index === phases.length - 1 ? null : seconds,
      ratePerSecond,
    }));
    const load = await startLoad({ ...planOf(this.stage, design, seed), segments, outcomesFile }, (row) =>
      this.tell(row),
    );
    const giveUp = () => load.stop();
    this.stage.stopping.addEventListener('abort', giveUp, { once: true });
    try {
      await this.playPhases(load);
      const summary = await load.finished;
      void this.announce('draining');
      const outcomes = await readOutcomes(outcomesFile);
      const accepted = acceptedOrders(outcomes);
      await this.drained();
      const { account, fates } = await this.stage.ledger.audit(accepted);
      return {
        design,
        startedAt: load.startedAt,
        endedAt: now(),
        phases: this.windows,
        faults: this.faults.windows,
        load: summary,
        outcomes,
        account,
        fates,
        queues: this.watch.queues,
      };
    } finally {
      this.stage.stopping.removeEventListener('abort', giveUp);
      this.watch.stop();
      load.stop();
      await load.finished.catch(() => {});
    }
  }

  /** Undoes what is still broken: nothing, unless the run broke off. */
  async mend(): Promise<void> {
    this.watch.stop();
    await Promise.allSettled(this.besides);
    await this.faults.endAll();
  }

  private async playPhases(load: RunningLoad): Promise<void> {
    const { phases } = this.performance;
    let from = load.startedAt;
    for (const phase of phases) {
      this.phaseName = phase.name;
      void this.announce(phase.name);
      const mended = this.beside(this.faults.endAll());
      // Nothing breaks before what broke last is back: the two would be told as one.
      if (phase.faults?.length) await this.during(load, mended);
      await this.during(load, this.begin(phase));
      // The phase begins when its faults are on: what a fault takes to be applied belongs to the phase before.
      const beganAt = from === load.startedAt ? from : Math.max(from, now());
      if (phase.steadySeconds !== undefined) await this.during(load, mended);
      const steadyAt = phase.steadySeconds === undefined ? 0 : now() + phase.steadySeconds * 1000;
      const to = Math.max(from + phase.seconds * 1000, steadyAt);
      if (phase === phases.at(-1)) {
        load.endAt(to - load.startedAt);
        await Promise.race([load.finished, this.trouble.promise]);
        this.stage.stopping.throwIfAborted();
      } else {
        await this.during(load, this.until(to));
      }
      this.windows.push({ name: phase.name, from: beganAt, to });
      from = to;
    }
    // A part that is slow to come back may outlast the load.
    await Promise.all(this.besides);
  }

  /** Resolves once what is broken from the beginning of the phase is broken. */
  private async begin({ faults = [] }: Phase): Promise<void> {
    const beganAt = now();
    for (const timed of faults) {
      const { fault, atMs, forMs } = timed;
      // What is over once it is done takes its time beside the schedule.
      if (atMs === 0 && forMs === null && !faultNamed(fault).passes) await this.faults.begin(timed);
      else void this.beside(this.breakAt(beganAt + atMs, timed));
    }
  }

  private async breakAt(at: number, timed: TimedFault): Promise<void> {
    await this.until(at);
    await this.faults.begin(timed);
    if (timed.forMs === null) return;
    await this.until(at + timed.forMs);
    await this.faults.end(timed);
  }

  private async until(at: number): Promise<void> {
    await pause(Math.max(0, at - now()), undefined, { signal: this.stage.stopping });
  }

  /** Work that the schedule does not wait for. When it fails, the run does. */
  private beside(work: Promise<void>): Promise<void> {
    work.catch(this.trouble.reject);
    this.besides.push(work);
    return work;
  }

  /** @throws when the load ends before the work does, work beside the schedule fails, or `stopping` is raised */
  private async during(load: RunningLoad, work: Promise<void>): Promise<void> {
    const tooEarly = load.finished.then((): never => {
      this.stage.stopping.throwIfAborted();
      throw new Error('the load ended before its time');
    });
    tooEarly.catch(() => {});
    await Promise.race([work, tooEarly, this.trouble.promise]);
  }

  /** Waits until nobody has anything left, or the scenario's limit: what is left then is counted as still queued. */
  private async drained(): Promise<void> {
    const { drainLimitSeconds } = this.performance.scenario;
    await queuesEmpty(this.stage, await groupsOf(this.stage.driver), drainLimitSeconds);
    // One more look of the watch, so that the charts end with the empty queue.
    await pause(1_100, undefined, { signal: this.stage.stopping });
  }

  private tell(row: LoadRow): void {
    const { group } = this.performance.design;
    const last = group === null ? undefined : this.watch.queues[group]?.at(-1);
    const queue = last
      ? `   lag ${String(last.lag).padStart(5)}   age ${(last.ageSeconds ?? 0).toFixed(1).padStart(5)} s`
      : '';
    const second = `${row.second} s`.padStart(6);
    const counts = `accepted ${String(row.accepted).padStart(4)}/s   failed ${String(row.failed + row.refused).padStart(4)}/s`;
    this.stage.progress(`${second}   ${this.phaseName.padEnd(9)} ${counts}${queue}`);
  }
}

/** @throws when an answer said "accepted" and did not say which order: such a promise cannot be audited */
function acceptedOrders(outcomes: readonly Outcome[]): { orderId: string; scheduledAt: number }[] {
  return outcomes
    .filter(({ ending }) => ending === 'accepted')
    .map(({ id, scheduledAt, n }) => {
      if (id === null) throw new Error(`request ${n} was accepted without an order id`);
      return { orderId: id, scheduledAt };
    });
}
