import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKafkaAdmin, type KafkaAdmin } from '#messaging';
import { startTrialStack, waitFor, type Driver, type StackState, type TrialStack } from '#runtime';
import {
  healFaults,
  openLedger,
  readOutcomes,
  startLoad,
  type AcceptedOrder,
  type Audit,
  type Ledger,
  type LoadPlan,
} from '#scenarios';

const root = process.cwd();

/** What a command of the stage did. */
export interface Done {
  code: number | null;
  /** Everything on stderr: progress, and the sentence of a refusal. */
  said: string;
  /** What it answered with --json; undefined when it answered nothing. */
  answer: unknown;
}

/** A command of the stage that goes on. */
export interface Running {
  child: ChildProcess;
  said: () => string;
  done: Promise<Done>;
}

/** An accepted order and what the load knew of it. */
export interface LoadResult {
  accepted: AcceptedOrder[];
  offered: number;
}

/**
 * One whole stack that all journeys share, and the ways to use it. Whoever breaks something mends it before his journey ends.
 */
export class JourneyStage {
  private constructor(
    private readonly stack: TrialStack,
    readonly ledger: Ledger,
    readonly admin: KafkaAdmin,
  ) {}

  static async open(): Promise<JourneyStage> {
    const stack = await startTrialStack({ root, name: 'journeys' });
    const { driver } = stack;
    const brokers = ['kafka-1', 'kafka-2', 'kafka-3'].map((part) => driver.address(part, 'kafka'));
    return new JourneyStage(stack, await openLedger(driver), openKafkaAdmin({ brokers, clientId: 'journeys' }));
  }

  async close(): Promise<void> {
    await this.ledger.close();
    await this.admin.close();
    await this.stack.stop();
  }

  /** After a journey, also one that failed: nothing stays broken for the next. */
  async mended(): Promise<void> {
    await healFaults({ stateFolder: this.stateFolder, driver: this.driver });
    for (const { name, health } of await this.driver.parts()) {
      if (health === 'paused') await this.driver.resume(name);
      if (health === 'down') await this.driver.start(name);
    }
  }

  state(): StackState {
    return this.stack.state();
  }

  get stateFolder(): string {
    return this.stack.settings.stateFolder;
  }

  get driver(): Driver {
    return this.stack.driver;
  }

  /** Runs `npm run stage -- <words> --json`, without npm, against this stack. */
  begin(...words: string[]): Running {
    const env = {
      ...process.env,
      EVENTSTAGE_PORT_BASE: String(this.stack.settings.portBase),
      EVENTSTAGE_STATE_DIR: this.stateFolder,
    };
    const program = join(root, 'dist/apps/stage/src/main.js');
    const child = spawn(process.execPath, ['--enable-source-maps', program, ...words, '--json'], { cwd: root, env });
    let said = '';
    let answered = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stdout.on('data', (chunk: Buffer) => (answered += chunk.toString()));
    const done = once(child, 'close').then(([code]): Done => {
      return {
        code: code as number | null,
        said,
        answer: answered === '' ? undefined : (JSON.parse(answered) as unknown),
      };
    });
    return { child, said: () => said, done };
  }

  async stage(...words: string[]): Promise<Done> {
    return this.begin(...words).done;
  }

  /** The same, for what must end with 0. */
  async answer<T>(...words: string[]): Promise<T> {
    const { code, said, answer } = await this.stage(...words);
    if (code !== 0) throw new Error(`stage ${words.join(' ')} ended with ${code}: ${said}`);
    return answer as T;
  }

  /** Offers orders while `work` goes on, and returns those that were accepted. */
  async underLoad(ratePerSecond: number, work: () => Promise<void>, seed = 7): Promise<LoadResult> {
    const folder = await mkdtemp(join(tmpdir(), 'journey-'));
    const outcomesFile = join(folder, 'orders.ndjson');
    const plan: LoadPlan = {
      name: 'orders',
      requests: 'orders',
      origin: this.driver.address('order'),
      seed,
      pattern: 'poisson',
      segments: [{ seconds: null, ratePerSecond }],
      timeoutMs: 20_000,
      connections: 128,
      outcomesFile,
      endsWithInput: true,
    };
    const load = await startLoad(plan);
    try {
      await work();
    } finally {
      load.stop();
    }
    const { offered } = await load.finished;
    const accepted = (await readOutcomes(outcomesFile)).flatMap(({ id, scheduledAt }) =>
      id === null ? [] : [{ orderId: id, scheduledAt }],
    );
    await rm(folder, { recursive: true });
    return { accepted, offered };
  }

  /** Audits again and again until nothing is queued any more. */
  async settled(accepted?: readonly AcceptedOrder[], limitMs = 120_000): Promise<Audit> {
    return waitFor({ what: 'every order to be done with', limitMs, everyMs: 500 }, async () => {
      const audit = await this.ledger.audit(accepted);
      if (audit.account.stillQueued > 0) throw new Error(JSON.stringify(audit.account));
      return audit;
    });
  }

  async request(part: string, path: string, init?: RequestInit): Promise<Response> {
    return fetch(`${this.driver.address(part)}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });
  }

  async placeOrder(
    path = '/orders',
    body: object = {},
  ): Promise<{ orderId: string; traceId: string; totalWon: number }> {
    const response = await this.request('order', path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        memberId: 'member-0007',
        items: [{ sku: 'cheesecake', quantity: 2, priceWon: 6_500 }],
        couponCode: 'WELCOME',
        ...body,
      }),
    });
    expect(response.status).toBe(201);
    return (await response.json()) as { orderId: string; traceId: string; totalWon: number };
  }

  /** The sum of a service's counter over the series whose labels contain all of these. */
  async counter(part: string, name: string, ...labels: string[]): Promise<number> {
    const text = await (await this.request(part, '/metrics')).text();
    return text
      .split('\n')
      .filter((line) => line.startsWith(`${name}{`) && labels.every((label) => line.includes(label)))
      .reduce((sum, line) => sum + Number(/\} ([\d.e+]+)/.exec(line)?.[1] ?? 0), 0);
  }
}

/** Lets the load go on for a while: the time itself is what is tested here, there is no condition to wait for. */
export const goOnFor = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
