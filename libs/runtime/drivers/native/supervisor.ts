import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startMarkOf } from '#processes';
import type { Driver } from '../../driver.js';
import { assertScalable, instanceNames } from '../../instances.js';
import { FaultJournal } from '../../fault-journal.js';
import { oneOf } from '../../nearest.js';
import { duration, type Progress } from '../../progress.js';
import { RestartsAnnouncer } from '../../announce-restarts.js';
import { Restarts } from '../../restarts.js';
import type { PlacedPart } from '../../stack.js';
import { StateWriter } from '../../state-writer.js';
import { stateFile, type Crash, type Down, type PartState, type Phase, type StackState } from '../../state.js';
import { endOf } from '../../why-down.js';
import { boundLog } from './bounded-log.js';
import { addressOf } from './client.js';
import { anotherInstance, type Instance } from './instances.js';
import { serveControl } from './control.js';
import type { Launch } from './launch.js';
import { NativePart } from './native-part.js';
import { PartLog } from './part-log.js';

const lookEveryMs = 2_000;

export interface SupervisorOptions {
  readonly stateFolder: string;
  readonly portBase: number;
  readonly dataFolders: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Called with all additional instances of all parts whenever they change. */
  readonly onScaled?: (instances: readonly Instance[]) => void;
  /** Called when a part is healthy again after a crash. */
  readonly onRestarted?: (part: string) => Promise<void>;
  /** Called by `npm run stage -- down` through the control API. */
  readonly onShutDown: () => void;
}

export interface OfferedPart {
  readonly part: PlacedPart;
  readonly launch: Launch;
}

/**
 * Owns the processes of a native stack, keeps state.json up to date, and offers the control API. Restarts parts that
 * crash, and leaves alone those that a fault in the journal took down or that were stopped by hand.
 */
export class Supervisor implements Driver {
  readonly runtime = 'native';
  private readonly members = new Map<string, NativePart>();
  /** The additional instances of each scaled part, the second first. */
  private readonly instances = new Map<string, PlacedPart[]>();
  /** Parts that have been healthy since the stack started. */
  private readonly known = new Set<string>();
  private readonly startedAt = new Date().toISOString();
  private readonly token = randomBytes(24).toString('hex');
  /** Optional parts that do not exist until they are started. */
  private readonly offered = new Map<string, () => Promise<OfferedPart>>();
  private phase: Phase = 'starting';
  private readyAt: string | null = null;
  private control: { url: string; close(): Promise<void> } | undefined;
  private looking: NodeJS.Timeout | undefined;
  private looks = 0;

  private readonly journal: FaultJournal;
  private readonly restarts = new Restarts({
    isHeld: (part) => this.phase === 'stopping' || this.journal.holding(part) !== undefined,
    start: async (part, signal) => {
      await this.member(part).start(signal);
      this.options.progress(`${part} is up again`);
      await this.options.onRestarted?.(part);
    },
    changed: () => this.record(),
    isDown: (part) => this.members.get(part)?.state().health === 'down',
    failed: (part, error) => this.options.progress(`${part} could not be restarted: ${(error as Error).message}`),
  });
  private readonly announcer: RestartsAnnouncer;
  private readonly writer: StateWriter;

  constructor(private readonly options: SupervisorOptions) {
    mkdirSync(options.stateFolder, { recursive: true });
    this.journal = new FaultJournal(options.stateFolder);
    this.announcer = new RestartsAnnouncer();
    this.writer = new StateWriter(options.stateFolder, options.progress);
  }

  /** Serves the control API and starts supervising. From here on state.json exists. */
  async open(): Promise<void> {
    this.record();
    this.control = await serveControl({ driver: this, token: this.token, shutDown: this.options.onShutDown });
    this.record();
    this.looking = setInterval(() => void this.look(), lookEveryMs);
  }

  /** Registers a part. It is down until it is started. */
  add(placed: PlacedPart, launch: Launch): void {
    const log = new PartLog(join(this.options.stateFolder, 'logs', `${placed.name}.log`));
    const died = (crash: Crash, ranForMs: number) => this.onCrash(placed.name, crash, ranForMs);
    this.members.set(placed.name, new NativePart(placed, launch, log, { changed: () => this.record(), died }));
    this.record();
  }

  /**
   * Offers an optional part: it becomes known when it is first started.
   * @param make throws NotPossible if it is unavailable on this machine
   */
  offer(part: string, make: () => Promise<OfferedPart>): void {
    this.offered.set(part, make);
  }

  private onCrash(part: string, crash: Crash, ranForMs: number): void {
    if (this.phase === 'stopping') return;
    const how = `${part} has ended: ${endOf(crash)}`;
    // Until it has been healthy once, the caller that starts the stack gets the error and decides.
    const pauseMs = this.known.has(part) ? this.restarts.died(part, ranForMs) : undefined;
    this.options.progress(pauseMs === undefined ? how : `${how}; restarting it in ${duration(pauseMs)}`);
  }

  has = (part: string): boolean => this.members.has(part);

  enter(phase: Phase): void {
    this.phase = phase;
    if (phase === 'stopping') this.restarts.close();
    if (phase === 'ready') this.readyAt = new Date().toISOString();
    this.record();
  }

  /** Stops supervising and removes state.json: nothing is running any more. */
  async close(): Promise<void> {
    clearInterval(this.looking);
    this.restarts.close();
    await this.control?.close();
    this.control = undefined;
    rmSync(stateFile(this.options.stateFolder), { force: true });
    this.members.clear();
  }

  state(): StackState {
    const { portBase, dataFolders } = this.options;
    return {
      version: 1,
      runtime: 'native',
      phase: this.phase,
      startedAt: this.startedAt,
      readyAt: this.readyAt,
      portBase,
      supervisor: {
        pid: process.pid,
        startMark: startMarkOf(process.pid) ?? '',
        control: this.control?.url ?? null,
        token: this.token,
      },
      dataFolders,
      parts: this.partStates(),
    };
  }

  parts = async (): Promise<PartState[]> => this.partStates();
  kill = async (part: string): Promise<void> => {
    const member = this.member(part);
    this.restarts.forget(part);
    await member.kill();
  };
  stop = async (part: string, hurry?: AbortSignal): Promise<void> => {
    const member = this.member(part);
    this.restarts.forget(part);
    await Promise.all([member.stop(hurry), this.dismiss(part, 1, hurry)]);
  };
  start = async (part: string, signal?: AbortSignal): Promise<void> => {
    const offered = this.has(part) ? undefined : await this.offered.get(part)?.();
    // Two callers may start it concurrently: the second must not replace the first one's process.
    if (offered && !this.has(part)) this.add(offered.part, offered.launch);
    const member = this.member(part);
    this.restarts.forget(part);
    await member.start(signal);
    this.known.add(part);
  };
  restart = async (part: string): Promise<void> => {
    const member = this.member(part);
    this.restarts.forget(part);
    await member.restart();
  };
  pause = async (part: string): Promise<void> => this.member(part).pause();
  resume = async (part: string): Promise<void> => this.member(part).resume();
  address = (part: string, port?: string): string => addressOf(this.partStates(), part, port);

  scale = async (part: string, instances: number): Promise<void> => {
    const { placed, launch } = this.member(part);
    assertScalable(placed, instances);
    await this.dismiss(part, instances);
    const further = this.instances.get(part) ?? [];
    for (const name of instanceNames(part, further.length + 2, instances)) {
      const [instance, instanceLaunch] = await anotherInstance(placed, launch, name);
      further.push(instance);
      this.add(instance, instanceLaunch);
    }
    this.instances.set(part, further);
    await Promise.all(further.map(({ name }) => this.start(name)));
    this.tellScaled();
  };

  /** Removes instances until this many are left. */
  private async dismiss(part: string, instances: number, hurry?: AbortSignal): Promise<void> {
    const leaving = this.instances.get(part)?.splice(instances - 1) ?? [];
    if (leaving.length === 0) return;
    this.tellScaled();
    for (const { name } of leaving) this.restarts.forget(name);
    await Promise.all(leaving.map(({ name }) => this.member(name).stop(hurry)));
    for (const { name } of leaving) this.members.delete(name);
    this.record();
  }

  private tellScaled(): void {
    const all = [...this.instances].flatMap(([part, further]) =>
      further.map(({ ports }) => ({ part, port: ports['http'] as number })),
    );
    this.options.onScaled?.(all);
  }

  /** Starts a part without waiting for it. */
  begin = (part: string): Promise<void> => this.member(part).begin();

  private member(name: string): NativePart {
    oneOf('part', name, [...this.members.keys()]);
    return this.members.get(name) as NativePart;
  }

  private partStates = (): PartState[] =>
    [...this.members].map(([name, member]) => ({
      ...member.state(),
      down: this.whyDown(name, member),
      restarts: this.restarts.count(name),
    }));

  private whyDown(name: string, member: NativePart): Down | null {
    const { health } = member.state();
    if (health !== 'down' && health !== 'paused') return null;
    const fault = this.journal.holding(name);
    if (fault) return { because: 'fault', fault: fault.fault, scenario: fault.scenario };
    const because = health === 'paused' ? 'by hand' : member.lastEnd;
    return because === 'crash' ? { because, startsAgainAt: this.restarts.startsAgainAt(name) } : { because };
  }

  private async look(): Promise<void> {
    for (const { log } of this.partStates()) boundLog(log);
    this.looks += 1;
    // Healthy parts are checked every other time: health checks are the largest cost of an idle stack.
    const due = [...this.members.values()].filter(({ isWell }, index) => !isWell || (index + this.looks) % 2 === 0);
    await Promise.all(due.map((member) => member.look()));
    await this.announcer.look(this.partStates());
    if (this.writer.isBehind) this.record();
  }

  private record(): void {
    this.writer.write(this.state());
  }
}
