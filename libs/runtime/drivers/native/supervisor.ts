import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Driver } from '../../driver.js';
import { assertScalable, instanceNames } from '../../instances.js';
import { oneOf } from '../../nearest.js';
import { startMarkOf } from '../../processes/identity.js';
import type { Progress } from '../../progress.js';
import type { PlacedPart } from '../../stack.js';
import { stateFile, writeState, type PartState, type Phase, type StackState } from '../../state.js';
import { addressOf } from './client.js';
import { anotherInstance, type Instance } from './instances.js';
import { serveControl } from './control.js';
import type { Launch } from './launch.js';
import { NativePart } from './native-part.js';

const lookEveryMs = 2_000;

export interface SupervisorOptions {
  readonly stateFolder: string;
  readonly portBase: number;
  readonly dataFolders: Readonly<Record<string, string>>;
  readonly progress: Progress;
  /** Told all further instances of all parts whenever there are more or fewer of them. */
  readonly onScaled?: (instances: readonly Instance[]) => void;
  /** `npm run stage -- down` asks for it through the control API. */
  readonly onShutDown: () => void;
}

/**
 * Owns the processes of a native stack, keeps state.json true, and lets others touch the parts through the control API.
 * Never restarts what has died: a fault must stay until somebody undoes it.
 */
export class Supervisor implements Driver {
  readonly runtime = 'native';
  private readonly members = new Map<string, NativePart>();
  /** Of each part that was scaled: its further instances, the second first. */
  private readonly instances = new Map<string, PlacedPart[]>();
  private readonly startedAt = new Date().toISOString();
  private readonly token = randomBytes(24).toString('hex');
  private phase: Phase = 'starting';
  private readyAt: string | null = null;
  private control: { url: string; close(): Promise<void> } | undefined;
  private looking: NodeJS.Timeout | undefined;

  constructor(private readonly options: SupervisorOptions) {
    mkdirSync(options.stateFolder, { recursive: true });
  }

  /** Serves the control API and begins to watch. From here on state.json exists. */
  async open(): Promise<void> {
    this.record();
    this.control = await serveControl({ driver: this, token: this.token, shutDown: this.options.onShutDown });
    this.record();
    this.looking = setInterval(() => void this.look(), lookEveryMs);
  }

  /** Makes a part known. It is down until it is started. */
  add(placed: PlacedPart, launch: Launch): void {
    const log = join(this.options.stateFolder, 'logs', `${placed.name}.log`);
    const died = (how: string) => {
      if (this.phase !== 'stopping') this.options.progress(`${placed.name} has ended: ${how}`);
    };
    this.members.set(placed.name, new NativePart(placed, launch, log, { changed: () => this.record(), died }));
    this.record();
  }

  has = (part: string): boolean => this.members.has(part);

  enter(phase: Phase): void {
    this.phase = phase;
    if (phase === 'ready') this.readyAt = new Date().toISOString();
    this.record();
  }

  /** Ends the watch, and with it state.json: nothing runs any more. */
  async close(): Promise<void> {
    clearInterval(this.looking);
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
  kill = (part: string): Promise<void> => this.member(part).kill();
  stop = async (part: string, hurry?: AbortSignal): Promise<void> => {
    await Promise.all([this.member(part).stop(hurry), this.dismiss(part, 1, hurry)]);
  };
  start = (part: string, signal?: AbortSignal): Promise<void> => this.member(part).start(signal);
  restart = (part: string): Promise<void> => this.member(part).restart();
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
    await Promise.all(further.map(({ name }) => this.member(name).start()));
    this.tellScaled();
  };

  /** Sends instances home until there are so many. */
  private async dismiss(part: string, instances: number, hurry?: AbortSignal): Promise<void> {
    const leaving = this.instances.get(part)?.splice(instances - 1) ?? [];
    if (leaving.length === 0) return;
    this.tellScaled();
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

  /** Starts a part that nobody waits for. */
  begin = (part: string): Promise<void> => this.member(part).begin();

  private member(name: string): NativePart {
    oneOf('part', name, [...this.members.keys()]);
    return this.members.get(name) as NativePart;
  }

  private partStates = (): PartState[] => [...this.members.values()].map((member) => member.state());

  private async look(): Promise<void> {
    await Promise.all([...this.members.values()].map((member) => member.look()));
  }

  private record(): void {
    writeState(this.options.stateFolder, this.state());
  }
}
