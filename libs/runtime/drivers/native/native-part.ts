import type { ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { partEnvironment, signalTree, startApart, startMarkOf, yieldCpu, type ProcessIdentity } from '#processes';
import { NotPossible } from '../../not-possible.js';
import type { PlacedPart } from '../../stack.js';
import type { Crash, Health, PartState } from '../../state.js';
import { WaitedTooLong, waitFor } from '../../wait.js';
import { endOf } from '../../why-down.js';
import type { Launch } from './launch.js';
import type { PartLog } from './part-log.js';

const killLimitMs = 10_000;

export interface PartWatcher {
  /** Called after each change, before anything else: the state file must never miss a process. */
  changed(): void;
  /**
   * The process exited unexpectedly.
   * @param ranForMs how long it had been healthy before
   */
  died(crash: Crash, ranForMs: number): void;
}

/** Why it is down, as far as is known from its own process. */
type End = 'not started' | 'by hand' | 'crash';

/** One part as a child process of the supervisor: its lifecycle and its current state. */
export class NativePart {
  private child: ChildProcess | undefined;
  private identity: (ProcessIdentity & { startedAt: string }) | undefined;
  private health: Health = 'down';
  private endedBy: End = 'not started';
  private crash: Crash | null = null;
  /** When this process first was healthy, milliseconds since 1970. */
  private upSince: number | undefined;
  /** start, stop and restart of one part are serialised; kill, pause and resume act immediately. */
  private turn: Promise<unknown> = Promise.resolve();

  constructor(
    readonly placed: PlacedPart,
    readonly launch: Launch,
    private readonly log: PartLog,
    private readonly watcher: PartWatcher,
  ) {}

  /** The state of its process; restarts and ownership are the supervisor's business. */
  state(): Omit<PartState, 'down' | 'restarts'> {
    const { name, kind, ports } = this.placed;
    const [portName, port] = Object.entries(ports)[0] ?? [];
    const address = port === undefined ? null : `${portName === 'http' ? 'http://' : ''}127.0.0.1:${port}`;
    const { pid = null, startedAt = null, startMark = null } = this.identity ?? {};
    return {
      name,
      kind,
      pid,
      startedAt,
      startMark,
      address,
      ports,
      health: this.health,
      log: this.log.path,
      crash: this.crash,
    };
  }

  /** Why it is down; meaningless while it runs. */
  get lastEnd(): End {
    return this.endedBy;
  }

  /** The result of the last health check. */
  get isWell(): boolean {
    return this.health === 'up';
  }

  /** Starts the process without waiting until it is healthy. */
  begin(): Promise<void> {
    return this.inTurn(() => this.spawn());
  }

  /** Starts it if it is down, and resolves once it is healthy. */
  start(signal?: AbortSignal): Promise<void> {
    return this.inTurn(async () => {
      await this.spawn();
      await this.untilItAnswers(signal);
    });
  }

  stop(hurry?: AbortSignal): Promise<void> {
    return this.inTurn(() => this.end(hurry));
  }

  restart(): Promise<void> {
    return this.inTurn(async () => {
      await this.end();
      await this.spawn();
      await this.untilItAnswers();
    });
  }

  async kill(): Promise<void> {
    if (!this.identity) return this.stayDown();
    this.ending = true;
    signalTree(this.identity, 'SIGKILL');
    await this.untilGone();
  }

  pause(): void {
    if (!this.identity) throw new NotPossible(`'${this.placed.name}' is down, so it cannot be paused.`);
    signalTree(this.identity, 'SIGSTOP');
    this.set('paused');
  }

  resume(): void {
    if (!this.identity || this.health !== 'paused') return;
    signalTree(this.identity, 'SIGCONT');
    this.set('up');
  }

  /** Updates its health, unless it is starting, down or paused. */
  async look(): Promise<void> {
    if (this.health !== 'up' && this.health !== 'unwell') return;
    const looked = this.identity;
    const well = await this.launch.answers().catch(() => false);
    const still = this.identity === looked && (this.health === 'up' || this.health === 'unwell');
    if (still && well !== (this.health === 'up')) this.set(well ? 'up' : 'unwell');
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.turn.then(work, work);
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  private async spawn(): Promise<void> {
    if (this.identity) return;
    await this.launch.prepare?.();
    const atStart = await this.launch.envAtStart?.();
    const { program, given, cwd, user } = this.launch;
    const log = this.log.openForNext();
    try {
      const env = partEnvironment({ ...this.launch.env, ...atStart });
      const child = startApart(program, given, { cwd, ...user, env, stdio: ['ignore', log, log] });
      child.on('error', (error) => this.onEnd(child, null, null, error.message));
      child.on('exit', (code, signal) => this.onEnd(child, code, signal));
      this.child = child;
      if (child.pid === undefined) return; // 'error' has the reason.
      this.identity = {
        pid: child.pid,
        startMark: startMarkOf(child.pid) ?? 'ended',
        startedAt: new Date().toISOString(),
      };
      this.set('starting');
    } finally {
      closeSync(log);
    }
  }

  /** The next exit is expected. */
  private ending = false;

  private onEnd(child: ChildProcess, exitCode: number | null, signal: string | null, failure?: string): void {
    if (this.child !== child) return;
    const asked = this.ending;
    const ranForMs = this.upSince === undefined ? 0 : performance.now() - this.upSince;
    this.child = undefined;
    this.identity = undefined;
    this.upSince = undefined;
    this.ending = false;
    this.endedBy = asked ? 'by hand' : 'crash';
    if (!asked) {
      const lastLines = failure === undefined ? this.log.lastLines() : [failure];
      this.crash = { at: new Date().toISOString(), exitCode, signal, lastLines };
    }
    if (signal === null && failure === undefined) this.launch.ended?.();
    this.set('down');
    if (!asked) this.watcher.died(this.crash as Crash, ranForMs);
  }

  private stayDown(): void {
    if (this.endedBy === 'by hand') return;
    this.endedBy = 'by hand';
    this.watcher.changed();
  }

  private async untilItAnswers(signal?: AbortSignal): Promise<void> {
    if (this.health === 'up' || this.health === 'paused') return;
    const { name } = this.placed;
    const what = `${name} to answer`;
    try {
      await waitFor({ what, limitMs: this.launch.startLimitMs, signal }, async () => {
        if (!this.child) return 'ended';
        return (await this.launch.answers()) && this.child !== undefined;
      });
    } catch (error) {
      if (this.child && this.health === 'starting') this.set('unwell');
      if (!(error instanceof WaitedTooLong)) throw error;
      throw new NotPossible(`${name} did not start: ${error.message}. ${this.log.says()}`, { cause: error });
    }
    if (!this.child) {
      throw new NotPossible(`${name} did not start (${this.crash ? endOf(this.crash) : 'ended'}). ${this.log.says()}`);
    }
    // Not before, because readiness of the stack waits for this part too.
    if (this.launch.yields) await yieldCpu(this.child.pid as number);
    if (this.state().health !== 'paused') this.set('up');
  }

  private async end(hurry?: AbortSignal): Promise<void> {
    const { identity, launch } = this;
    if (!identity) return this.stayDown();
    this.ending = true;
    signalTree(identity, 'SIGCONT'); // A frozen process would not receive the next signal.
    this.signal(identity.pid, launch.stopSignal ?? 'SIGTERM');
    const limit = AbortSignal.any([AbortSignal.timeout(launch.stopLimitMs), ...(hurry ? [hurry] : [])]);
    await waitFor(
      { what: `${this.placed.name} to stop`, limitMs: launch.stopLimitMs, everyMs: 20, signal: limit },
      () => this.isGone(identity),
    ).catch(() => this.kill());
  }

  /** Only the part's own process: it handles its children itself. */
  private signal(pid: number, signal: NodeJS.Signals): void {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }

  private isGone = (identity: ProcessIdentity): boolean => this.identity?.pid !== identity.pid;

  private async untilGone(): Promise<void> {
    const { identity } = this;
    if (!identity) return;
    const what = `${this.placed.name} (pid ${identity.pid}) to be gone`;
    await waitFor({ what, limitMs: killLimitMs, everyMs: 10 }, () => this.isGone(identity));
  }

  private set(health: Health): void {
    this.health = health;
    if (health === 'up') this.upSince ??= performance.now();
    this.watcher.changed();
  }
}
