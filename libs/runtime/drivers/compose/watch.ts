import { mkdirSync, rmSync } from 'node:fs';
import { startMarkOf } from '#processes';
import { RestartsAnnouncer } from '../../announce-restarts.js';
import type { Driver } from '../../driver.js';
import { FaultJournal } from '../../fault-journal.js';
import { duration, type Progress } from '../../progress.js';
import { Restarts } from '../../restarts.js';
import type { Settings } from '../../settings.js';
import { StateWriter } from '../../state-writer.js';
import { stateFile, type Crash, type PartState, type Phase, type StackState } from '../../state.js';
import { endOf } from '../../why-down.js';
import { openComposeDriver } from './compose-driver.js';

/** How often to check whether a container crashed, or all of them were removed. */
const lookEveryMs = 2_000;

/**
 * The work of `stage up` while the containers run: it keeps phase and state of the containers in state.json, restarts those that crash,
 * and notices if all of them are removed by somebody else. The engine's own restart policies do not work here: they immediately restart
 * what a fault crashes from inside.
 */
export class Watch {
  private readonly startedAt = new Date().toISOString();
  private readonly journal: FaultJournal;
  private readonly announcer = new RestartsAnnouncer();
  private readonly restarts: Restarts;
  private readonly writer: StateWriter;
  private now: { phase: Phase; readyAt: string | null; parts: readonly PartState[] } | undefined;
  private looking: NodeJS.Timeout | undefined;
  private driver: Driver | undefined;
  /** The last crash of each part, so that it is counted only once. */
  private readonly crashes = new Map<string, Crash>();
  private readonly runsSince = new Map<string, string>();

  constructor(
    private readonly settings: Settings,
    private readonly progress: Progress,
    whenRestarted?: (driver: Driver, part: string) => Promise<void>,
  ) {
    mkdirSync(settings.stateFolder, { recursive: true });
    this.journal = new FaultJournal(settings.stateFolder);
    this.writer = new StateWriter(settings.stateFolder, progress);
    this.restarts = new Restarts({
      isHeld: (part) => this.now?.phase !== 'ready' || this.journal.holding(part) !== undefined,
      // Another command, or docker itself, may have stopped, started or removed it since.
      isAsItDied: async (part) => (await this.stateOf(part))?.down?.because === 'crash',
      start: async (part) => {
        if (!this.driver) return;
        // A container that exits immediately is never seen running.
        this.runsSince.set(part, new Date().toISOString());
        await this.driver.start(part);
        progress(`${part} is up again`);
        await whenRestarted?.(this.driver, part);
      },
      changed: () => {},
      failed: (part, error) => {
        progress(`${part} could not be restarted: ${(error as Error).message}`);
        // For a container that did not even start the engine records no new exit: the next check sees the previous one.
        if (this.restarts.startsAgainAt(part) !== null) return;
        this.crashes.delete(part);
        this.runsSince.delete(part);
      },
    });
  }

  enter(phase: Phase, parts: readonly PartState[]): void {
    clearTimeout(this.looking);
    if (phase === 'stopping') this.restarts.close();
    const readyAt = phase === 'ready' ? new Date().toISOString() : (this.now?.readyAt ?? null);
    this.now = { phase, readyAt, parts };
    this.writer.write(this.state());
  }

  state(): StackState {
    return {
      version: 1,
      runtime: 'compose',
      phase: this.now?.phase ?? 'starting',
      startedAt: this.startedAt,
      readyAt: this.now?.readyAt ?? null,
      portBase: this.settings.portBase,
      supervisor: { pid: process.pid, startMark: startMarkOf(process.pid) ?? '', control: null, token: '' },
      dataFolders: {},
      parts: this.now?.parts ?? [],
    };
  }

  untilGone(): Promise<void> {
    return new Promise((resolve) => {
      const lookAgain = () => {
        this.looking = setTimeout(() => {
          // If the engine no longer responds, the containers are gone with it.
          void this.look().then(
            (anybody) => {
              if (!anybody) resolve();
              else if (this.now?.phase === 'ready') lookAgain();
            },
            () => resolve(),
          );
        }, lookEveryMs);
      };
      lookAgain();
    });
  }

  end(): void {
    clearTimeout(this.looking);
    this.restarts.close();
    rmSync(stateFile(this.settings.stateFolder), { force: true });
  }

  /** @returns whether a container is running or about to be restarted */
  private async look(): Promise<boolean> {
    this.driver = await openComposeDriver(this.settings);
    const parts = (await this.driver?.parts()) ?? [];
    if (this.now?.phase !== 'ready') return true;
    for (const part of parts) this.lookAt(part);
    const now = parts.map((part) => this.withRestarts(part));
    const news = JSON.stringify(now) !== JSON.stringify(this.now.parts);
    this.now = { ...this.now, parts: now };
    if (news || this.writer.isBehind) this.writer.write(this.state());
    await this.announcer.look(now);
    return now.some(({ pid, down }) => pid !== null || (down?.because === 'crash' && down.startsAgainAt !== null));
  }

  private lookAt({ name, startedAt, down, crash }: PartState): void {
    if (startedAt !== null) this.runsSince.set(name, startedAt);
    // It was stopped by hand while it waited for its restart.
    if (down?.because === 'by hand') this.restarts.forget(name);
    if (down?.because !== 'crash' || !crash || this.crashes.get(name)?.at === crash.at) return;
    this.crashes.set(name, crash);
    const ranForMs = Date.parse(crash.at) - Date.parse(this.runsSince.get(name) ?? crash.at);
    const pauseMs = this.restarts.died(name, ranForMs);
    const how = `${name} has ended: ${endOf(crash)}`;
    this.progress(pauseMs === undefined ? how : `${how}; restarting it in ${duration(pauseMs)}`);
  }

  private async stateOf(part: string): Promise<PartState | undefined> {
    return (await this.driver?.parts())?.find(({ name }) => name === part);
  }

  /** Adds what only this process knows: its last crash, its restarts, and its next restart. */
  private withRestarts(part: PartState): PartState {
    const { name, down } = part;
    const known = { ...part, crash: part.crash ?? this.crashes.get(name) ?? null, restarts: this.restarts.count(name) };
    if (down?.because !== 'crash') return known;
    return { ...known, down: { ...down, startsAgainAt: this.restarts.startsAgainAt(name) } };
  }
}
