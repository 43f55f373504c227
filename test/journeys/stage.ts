import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openKafkaAdmin, type KafkaAdmin } from '#messaging';
import { startTrialStack, waitFor, type StackState, type TrialStack } from '#runtime';
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
import { StageCommands } from './stage-commands.js';

const root = process.cwd();

/** An accepted order and what the load knows about it. */
export interface LoadResult {
  accepted: AcceptedOrder[];
  offered: number;
}

/**
 * One whole stack shared by all journeys, and the ways to use it. A journey that breaks something repairs it before it
 * ends.
 */
export class JourneyStage extends StageCommands {
  private constructor(
    private readonly stack: TrialStack,
    readonly ledger: Ledger,
    readonly admin: KafkaAdmin,
  ) {
    super(stack.driver, stack.settings);
  }

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

  /** Runs after each journey, even a failed one: nothing stays broken for the next. */
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

  /** Sends orders during `work`, and returns those that were accepted. */
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

  /** Audits repeatedly until nothing is queued any more. */
  async settled(accepted?: readonly AcceptedOrder[], limitMs = 120_000): Promise<Audit> {
    return waitFor({ what: 'every order to be done with', limitMs, everyMs: 500 }, async () => {
      const audit = await this.ledger.audit(accepted);
      if (audit.account.stillQueued > 0) throw new Error(JSON.stringify(audit.account));
      return audit;
    });
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
}

/** Lets the load run for a while: the time itself is tested here, there is no condition to wait for. */
export const goOnFor = (seconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, seconds * 1000);
  });
