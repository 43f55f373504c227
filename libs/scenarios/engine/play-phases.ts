import { setTimeout as pause } from 'node:timers/promises';
import { faultNamed } from '../faults/inject.js';
import { now } from '../load/generate.js';
import type { RunningLoad } from '../load/run-load.js';
import type { Phase, TimedFault, TimedScale } from './design.js';
import type { PhaseWindow } from './record.js';
import { RunFaults } from './run-faults.js';
import { RunScales } from './run-scales.js';
import type { Performance } from './scenario.js';
import type { Stage } from './stage.js';

/** The schedule of one run: its phases, and what breaks and what is scaled in them. */
export class PlayPhases {
  readonly faults: RunFaults;
  /** The phase that is played now. */
  phase = '';
  private readonly scales: RunScales;
  private readonly phases: readonly Phase[];
  /** What the schedule does not wait for: faults within a phase, and parts that come back. */
  private readonly besides: Promise<void>[] = [];
  private readonly trouble = Promise.withResolvers<never>();

  constructor(
    private readonly stage: Stage,
    private readonly performance: Performance,
  ) {
    const { scenario, speed, design } = performance;
    this.phases = scenario.phases[speed].map((phase) => ofDesign(phase, design.name));
    this.faults = new RunFaults(stage, scenario.name);
    this.scales = new RunScales(stage);
    this.trouble.promise.catch(() => {});
  }

  announce(phase: string): Promise<void> {
    const { scenario, design } = this.performance;
    return this.stage.announcer.scenario({ scenario: scenario.name, run: design.name, phase });
  }

  /** Resolves when the last phase is over and every part that was broken is back. */
  async play(load: RunningLoad): Promise<PhaseWindow[]> {
    const windows: PhaseWindow[] = [];
    let from = load.startedAt;
    for (const phase of this.phases) {
      this.phase = phase.name;
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
      if (phase === this.phases.at(-1)) {
        load.endAt(to - load.startedAt);
        await Promise.race([load.finished, this.trouble.promise]);
        this.stage.stopping.throwIfAborted();
      } else {
        await this.during(load, this.until(to));
      }
      windows.push({ name: phase.name, from: beganAt, to });
      from = to;
    }
    // A part that is slow to come back may outlast the load.
    await Promise.all(this.besides);
    return windows;
  }

  /** Undoes what is still broken, and sends home what was scaled. */
  async mend(): Promise<void> {
    await Promise.allSettled(this.besides);
    await this.faults.endAll();
    await this.scales.endAll();
  }

  /** Resolves once what is broken from the beginning of the phase is broken. */
  private async begin({ faults = [], scales = [] }: Phase): Promise<void> {
    const beganAt = now();
    for (const timed of scales) void this.beside(this.scaleAt(beganAt + timed.atMs, timed));
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

  private async scaleAt(at: number, { part, instances }: TimedScale): Promise<void> {
    await this.until(at);
    await this.scales.begin(part, instances);
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
}

/** What happens in a phase to this design: some things happen to one of them only. */
function ofDesign(phase: Phase, name: string): Phase {
  const happens = ({ design }: { design?: string }) => design === undefined || design === name;
  return { ...phase, faults: phase.faults?.filter(happens) ?? [], scales: phase.scales?.filter(happens) ?? [] };
}
