import { isSameFault, type ActiveFault, type PartState } from '#runtime';
import { setTimeout as pause } from 'node:timers/promises';
import { faultNamed } from '../faults/catalog.js';
import { now } from '../load/generate.js';
import type { WhichFault } from './design.js';
import type { Stage } from './stage.js';
import { partsOf, type FaultWindow } from './record.js';

/** How often to look for evidence of a fault. */
const lookEveryMs = 250;
/** The effect of a fault that ends immediately may show late: a message is retried before it is given up. */
const passedLimitMs = 15_000;

interface RunningFault {
  readonly active: ActiveFault;
  readonly window: FaultWindow;
  readonly before: PartState;
}

/** The faults of one run: when they were active, and the evidence that they took effect. */
export class RunFaults {
  readonly windows: FaultWindow[] = [];
  private readonly on: RunningFault[] = [];

  constructor(
    private readonly stage: Pick<Stage, 'driver' | 'faults' | 'progress'>,
    private readonly scenario: string,
    /** Whether they are conditions of the run instead of an outage: see Scenario.given. */
    private readonly given = false,
  ) {}

  /** Injects a fault. Resolves once it is applied; evidence is looked for until it is undone. */
  async begin({ fault: name, part, to, with: parameters }: WhichFault): Promise<void> {
    const { driver, faults, progress } = this.stage;
    const fault = faultNamed(name);
    const before = (await driver.parts()).find((one) => one.name === part) as PartState;
    const window: FaultWindow = {
      ...{ fault: name, part, ...(to && { to }) },
      ...{ appliedAt: now(), restoredAt: null, evidence: null },
    };
    const active = await faults.inject(name, part, {
      scenario: this.scenario,
      with: parameters,
      to,
      given: this.given,
    });
    this.windows.push(window);
    progress(`         ${name} ${partsOf(window)}`);
    const running = { active, window, before };
    if (fault.passes) {
      window.restoredAt = now();
      // The replacement may need a moment.
      await this.watch(running, now() + passedLimitMs);
      return;
    }
    this.on.push(running);
    void this.watch(running);
  }

  /** Undoes one fault. Does nothing if that fault is not active. */
  async end(fault: WhichFault): Promise<void> {
    const found = this.on.find(({ window }) => isSameFault(window, fault));
    if (found) await this.undo([found]);
  }

  /** Undoes all active faults, the newest first. */
  async endAll(): Promise<void> {
    await this.undo(this.on.toReversed());
  }

  private async undo(ending: readonly RunningFault[]): Promise<void> {
    for (const running of ending) {
      // It may end on schedule while everything is being undone.
      if (!this.on.includes(running)) continue;
      this.on.splice(this.on.indexOf(running), 1);
      // The last chance to see its effect.
      await this.look(running);
      running.window.restoredAt = now();
      this.stage.progress(`         ${partsOf(running.window)}: ${running.window.fault} ends`);
      await this.stage.faults.clear(running.active);
    }
  }

  /** @param untilMs for a fault that is already over: how long to look for evidence */
  private async watch(running: RunningFault, untilMs = 0): Promise<void> {
    while (running.window.evidence === null && (this.on.includes(running) || now() < untilMs)) {
      await this.look(running);
      await pause(lookEveryMs);
    }
  }

  private async look({ active, window, before }: RunningFault): Promise<void> {
    window.evidence ??= await this.stage.faults.evidence(active, before, window.appliedAt);
  }
}
