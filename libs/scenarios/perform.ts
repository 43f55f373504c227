import { NotPossible, WaitedTooLong, type Driver } from '#runtime';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Announcer } from './announce.js';
import type { Faults } from './faults/inject.js';
import type { ActiveFault } from '#runtime';
import type { Ledger } from './ledger/open-ledger.js';
import { now } from './load/generate.js';
import type { LoadRow, Outcome } from './load/outcome.js';
import type { LoadPlan } from './load/plan.js';
import { readOutcomes, startLoad, type RunningLoad } from './load/run-load.js';
import type { FaultWindow, PhaseWindow, RunRecord } from './record.js';
import type { Design, Phase, Scenario } from './scenario.js';
import { groupsOf, queuesEmpty, untilEmpty, watchQueue, type QueueWatch } from './watch-queue.js';

/** What a run needs of the world. */
export interface Stage {
  driver: Driver;
  faults: Faults;
  ledger: Ledger;
  announcer: Announcer;
  progress: (line: string) => void;
  /** Raised when the person wants it to end: the run breaks off, and its faults are undone. */
  stopping: AbortSignal;
}

export interface Performance {
  scenario: Scenario;
  phases: readonly Phase[];
  design: Design;
  seed: number;
  /** Where the outcomes of the load are kept: orders-<design>.ndjson. */
  folder: string;
}

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
    const look = 'See `npm run stage -- status`, and run it again when nothing is left.';
    throw new NotPossible(`The run cannot begin: ${error.message}. ${look}`, { cause: error });
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
  private readonly faultWindows: FaultWindow[] = [];
  private readonly mine: ActiveFault[] = [];
  private restoring: Promise<void> = Promise.resolve();
  private watch: QueueWatch | undefined;
  private phaseName = '';

  constructor(
    private readonly stage: Stage,
    private readonly performance: Performance,
    private readonly announce: (phase: string) => Promise<void>,
  ) {}

  async play(): Promise<RunRecord> {
    const { design, phases, seed, folder } = this.performance;
    const outcomesFile = join(folder, `orders-${design.name}.ndjson`);
    if (design.group !== null) this.watch = watchQueue(this.stage.driver, design.group);
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
        faults: this.faultWindows,
        load: summary,
        outcomes,
        account,
        fates,
        samples: this.watch?.samples ?? null,
      };
    } finally {
      this.stage.stopping.removeEventListener('abort', giveUp);
      this.watch?.stop();
      load.stop();
      await load.finished.catch(() => {});
    }
  }

  /** Undoes what is still broken: nothing, unless the run broke off. */
  async mend(): Promise<void> {
    await this.restoring.catch(() => {});
    for (const fault of this.mine.splice(0).reverse()) await this.stage.faults.clear(fault);
  }

  private async playPhases(load: RunningLoad): Promise<void> {
    let from = load.startedAt;
    for (const phase of this.performance.phases) {
      await this.begin(phase);
      // The phase begins when its faults are on: what a fault takes to be applied belongs to the phase before.
      const beganAt = Math.max(from, this.windows.length === 0 ? from : now());
      if (phase.restore) await this.during(load, this.restoring);
      const steadyAt = phase.restore ? now() + phase.restore.steadySeconds * 1000 : 0;
      const to = Math.max(from + phase.seconds * 1000, steadyAt);
      if (phase === this.performance.phases.at(-1)) {
        load.endAt(to - load.startedAt);
        await load.finished;
        this.stage.stopping.throwIfAborted();
      } else {
        await this.during(load, pause(Math.max(0, to - now()), undefined, { signal: this.stage.stopping }));
      }
      this.windows.push({ name: phase.name, from: beganAt, to });
      from = to;
    }
  }

  /** @throws when the load ends before the work does, or `stopping` is raised */
  private async during(load: RunningLoad, work: Promise<void>): Promise<void> {
    const tooEarly = load.finished.then((): never => {
      this.stage.stopping.throwIfAborted();
      throw new Error('the load ended before its time');
    });
    tooEarly.catch(() => {});
    await Promise.race([work, tooEarly]);
  }

  private async begin(phase: Phase): Promise<void> {
    this.phaseName = phase.name;
    void this.announce(phase.name);
    if (phase.restore) this.restoring = this.restore();
    for (const { fault, part } of phase.inject ?? []) {
      const window: FaultWindow = { fault, part, appliedAt: now(), restoredAt: null };
      this.mine.push(await this.stage.faults.inject(fault, part, this.performance.scenario.name));
      this.faultWindows.push(window);
      this.stage.progress(`         ${fault} ${part}`);
    }
  }

  /** Not awaited by the schedule: the load goes on while the part starts. */
  private async restore(): Promise<void> {
    for (const window of this.faultWindows) window.restoredAt ??= now();
    for (const fault of this.mine.splice(0).reverse()) {
      this.stage.progress(`         ${fault.part} is brought back`);
      await this.stage.faults.clear(fault);
    }
  }

  /** Waits until the group has nothing left, or the scenario's limit: what is left then is counted as still queued. */
  private async drained(): Promise<void> {
    const { design, scenario } = this.performance;
    if (design.group === null) return;
    await queuesEmpty(this.stage, await groupsOf(this.stage.driver), scenario.drainLimitSeconds);
    // One more look of the watch, so that the charts end with the empty queue.
    await pause(1_100, undefined, { signal: this.stage.stopping });
  }

  private tell(row: LoadRow): void {
    const last = this.watch?.samples.at(-1);
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
