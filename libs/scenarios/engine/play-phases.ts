import { setTimeout as pause } from 'node:timers/promises';
import { faultNamed } from '../faults/catalog.js';
import { now } from '../load/generate.js';
import type { RunningLoad } from '../load/run-load.js';
import type { Phase, TimedFault, TimedScale } from './design.js';
import type { PhaseWindow } from './record.js';
import { RunFaults } from './run-faults.js';
import { RunScales } from './run-scales.js';
import type { Performance } from './scenario.js';
import type { Stage } from './stage.js';

/** The schedule of one run: its phases, with their faults and scaling. */
export class PlayPhases {
  readonly faults: RunFaults;
  /** The current phase. */
  phase = '';
  private readonly scales: RunScales;
  private readonly phases: readonly Phase[];
  /** Work that the schedule does not wait for: faults within a phase, and parts that are recovering. */
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

  /** Resolves when the last phase is over and every broken part is back. */
  async play(load: RunningLoad): Promise<PhaseWindow[]> {
    const windows: PhaseWindow[] = [];
    let from = load.startedAt;
    for (const phase of this.phases) {
      this.phase = phase.name;
      void this.announce(phase.name);
      const mended = this.beside(this.faults.endAll());
      // No new fault before the last one is recovered from: the two could not be told apart.
      if (phase.faults?.length) await this.during(load, mended);
      await this.during(load, this.begin(phase));
      // The phase begins when its faults are active: the time to apply a fault belongs to the phase before.
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
    // A part that recovers slowly may outlast the load.
    await Promise.all(this.besides);
    return windows;
  }

  /** Undoes active faults, and removes added instances. */
  async mend(): Promise<void> {
    await Promise.allSettled(this.besides);
    await this.faults.endAll();
    await this.scales.endAll();
  }

  /** Resolves once the faults at the beginning of the phase are active. */
  private async begin({ faults = [], scales = [] }: Phase): Promise<void> {
    const beganAt = now();
    for (const timed of scales) void this.beside(this.scaleAt(beganAt + timed.atMs, timed));
    for (const timed of faults) {
      const { fault, atMs, forMs } = timed;
      // A fault that ends immediately takes its time beside the schedule.
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

  /** Work that the schedule does not wait for. If it fails, the run fails. */
  private beside(work: Promise<void>): Promise<void> {
    work.catch(this.trouble.reject);
    this.besides.push(work);
    return work;
  }

  /** @throws if the load ends before the work does, background work fails, or `stopping` is aborted */
  private async during(load: RunningLoad, work: Promise<void>): Promise<void> {
    const tooEarly = load.finished.then((): never => {
      this.stage.stopping.throwIfAborted();
      throw new Error('the load ended before its time');
    });
    tooEarly.catch(() => {});
    await Promise.race([work, tooEarly, this.trouble.promise]);
  }
}

/** The phase as it applies to this design: some faults and scalings affect only one. */
function ofDesign(phase: Phase, name: string): Phase {
  const happens = ({ design }: { design?: string }) => design === undefined || design === name;
  return { ...phase, faults: phase.faults?.filter(happens) ?? [], scales: phase.scales?.filter(happens) ?? [] };
}
