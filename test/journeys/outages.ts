import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { waitFor } from '#runtime';
import type { JourneyStage } from './stage.js';

interface Asked {
  part: string;
  path: string;
  body?: object;
  port?: string;
}

interface Answered {
  what: string;
  status: number;
  retryAfter: string | null;
  problem: { reason?: string; mayBeStored?: boolean };
  tookMs: number;
}

const order = { memberId: 'member-0011', items: [{ sku: 'cold-brew', quantity: 1, priceWon: 5_300 }] };
const nobody = '0190a000-0000-7000-8000-000000000000';

/**
 * Requests to each service with a database, reading and writing. None has an effect for an order that does not exist:
 * the ledger counts.
 */
const everywhere = (): Asked[] => [
  { part: 'order', path: '/orders', body: order },
  { part: 'order', path: `/orders/${nobody}` },
  { part: 'member', path: '/members/member-0011' },
  { part: 'member', path: '/members', body: { memberId: `outage-${randomUUID()}` } },
  { part: 'coupon', path: '/coupons/WELCOME' },
  { part: 'review', path: `/invitations?orderId=${nobody}` },
  { part: 'order-view', path: `/orders/${nobody}/timeline` },
  { part: 'shop', path: '/products' },
  { part: 'shop', path: '/carts/outage/items', body: { sku: 'americano', quantity: 1 } },
  { part: 'gifticon', path: '/giveaways/christmas' },
  { part: 'video', path: `/videos/${nobody}` },
];

/** No answer takes longer than waiting for a connection plus one statement, on a busy machine. */
const quicklyMs = 8_000;

/** A shared dependency is down: every request gets a quick answer saying so, and can be retried. */
export function outages(on: () => JourneyStage): void {
  async function ask({ part, path, body, port }: Asked, key: string = randomUUID()): Promise<Answered> {
    const begun = performance.now();
    // Only the first HTTP port of a part has its scheme in its address.
    const origin = on()
      .driver.address(part, port)
      .replace(/^(?!http:)/, 'http://');
    const response = await fetch(`${origin}${path}`, {
      method: body ? 'POST' : 'GET',
      headers: body ? { 'content-type': 'application/json', 'idempotency-key': key } : {},
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(20_000),
    });
    const problem = (await response.json()) as Answered['problem'];
    const what = `${body ? 'POST' : 'GET'} ${part}${path}`;
    const tookMs = performance.now() - begun;
    return { what, status: response.status, retryAfter: response.headers.get('retry-after'), problem, tookMs };
  }
  const surprises = (answers: readonly Answered[]) =>
    answers.filter(
      ({ status, retryAfter, problem, tookMs }) =>
        status !== 503 || retryAfter === null || problem.mayBeStored === undefined || tookMs > quicklyMs,
    );
  const untilServed = () =>
    waitFor({ what: 'every request to be served again', limitMs: 60_000, everyMs: 250 }, async () => {
      const refused = (await Promise.all(everywhere().map((asked) => ask(asked)))).filter(
        ({ status }) => status >= 500,
      );
      if (refused.length > 0) throw new Error(refused.map(({ what, status }) => `${what}: ${status}`).join(', '));
      return true;
    });

  describe('requests while the database is down', () => {
    it.each(['kill', 'pause'] as const)('are answered 503 with Retry-After when it goes down by %s', async (fault) => {
      await untilServed();
      await on().driver[fault]('postgres');
      // The first may still use a connection that looks healthy; later ones find none.
      const answers = (
        await Promise.all([1, 2, 3].map(() => Promise.all(everywhere().map((asked) => ask(asked)))))
      ).flat();
      const later = await Promise.all(everywhere().map((asked) => ask(asked)));
      if (fault === 'pause') await on().driver.resume('postgres');
      else await on().driver.start('postgres');
      expect(surprises([...answers, ...later])).toEqual([]);
      await untilServed();
    });

    it('can be retried with their keys: each order is stored once', async () => {
      const keys = Array.from({ length: 60 }, () => randomUUID());
      const orders = keys.map(async (key, n) => {
        await pause(n * 50);
        return ask({ part: 'order', path: '/orders', body: order }, key);
      });
      await pause(800);
      await on().driver.pause('postgres');
      await pause(1_500);
      await on().driver.kill('postgres');
      await on().driver.start('postgres');
      const statuses = new Set((await Promise.all(orders)).map(({ status }) => status));
      expect([...statuses].filter((status) => status !== 201 && status !== 503)).toEqual([]);
      expect(statuses).toContain(503);
      await untilServed();
      const again = await Promise.all(keys.map((key) => ask({ part: 'order', path: '/orders', body: order }, key)));
      const accepted = again.map(({ problem }) => ({
        orderId: (problem as { orderId: string }).orderId,
        scheduledAt: Date.now(),
      }));
      expect(new Set(accepted.map(({ orderId }) => orderId)).size).toBe(keys.length);
      const { account } = await on().settled(accepted);
      expect(account).toMatchObject({ accepted: keys.length, completed: keys.length, lost: 0, doubled: 0 });
    });
  });

  describe('presses while the brokers are down', () => {
    it('are only answered with 503, and orders continue', async () => {
      const press = {
        part: 'shop',
        port: 'rush',
        path: '/gifticons',
        body: { memberId: 'member-0011', sku: 'christmas' },
      };
      await waitFor({ what: 'the queue to be open', limitMs: 60_000 }, async () => (await ask(press)).status === 202);
      const brokers = ['kafka-1', 'kafka-2', 'kafka-3'];
      for (const broker of brokers) await on().driver.pause(broker);
      const answers = await Promise.all(Array.from({ length: 20 }, () => ask(press)));
      const placed = await ask({ part: 'order', path: '/orders', body: order });
      for (const broker of brokers) await on().driver.resume(broker);
      expect(surprises(answers)).toEqual([]);
      expect(placed.status).toBe(201);
      await waitFor(
        { what: 'the queue to be open again', limitMs: 60_000 },
        async () => (await ask(press)).status === 202,
      );
    });
  });
}
