import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generate, type Answer } from './generate.js';
import { openHttpSender } from './http-sender.js';
import type { LoadRow, Outcome } from './outcome.js';

const accepted = (n: number): Answer => ({ ending: 'accepted', status: 201, id: `order-${n}` });
const never = new AbortController().signal;

async function run(
  schedule: number[],
  send: (n: number) => Promise<Answer>,
  more: { maxWaiting?: number; lastsMs?: number } = {},
) {
  const outcomes: Outcome[] = [];
  const rows: LoadRow[] = [];
  const summary = await generate({
    schedule,
    send,
    onOutcome: (outcome) => outcomes.push(outcome),
    onRow: (row) => rows.push(row),
    stop: never,
    ...more,
  });
  return { outcomes, rows, summary };
}

describe('the load generator', () => {
  it('does not wait for answers before it sends the next', async () => {
    const waiting: (() => void)[] = [];
    const { summary } = await run([1, 2, 3], (n) => {
      const { promise, resolve } = Promise.withResolvers<Answer>();
      waiting.push(() => resolve(accepted(n)));
      if (waiting.length === 3) waiting.forEach((answer) => answer());
      return promise;
    });
    expect(summary.accepted).toBe(3);
  });

  it('measures from the moment a request was due, not from when it left', async () => {
    const { outcomes, summary } = await run([0, 1, 2], async (n) => {
      // The first send blocks the generator's own thread: the next ones are sent late.
      if (n === 0) for (const until = performance.now() + 120; performance.now() < until;);
      return accepted(n);
    });
    const last = outcomes[2] as Outcome;
    expect(last.answeredAt - last.scheduledAt).toBeGreaterThan(100);
    expect(summary.late).toBe(2);
    expect(summary.keptRate).toBe(false);
  });

  it('does not send beyond the limit of pending requests, and counts those as failed', async () => {
    const gate = Promise.withResolvers<void>();
    setTimeout(gate.resolve, 60);
    const { summary, outcomes } = await run([1, 2, 3, 4], (n) => gate.promise.then(() => accepted(n)), {
      maxWaiting: 2,
    });
    expect(summary).toMatchObject({ offered: 4, accepted: 2, failed: 2 });
    expect(outcomes.filter(({ ending }) => ending === 'not-sent')).toHaveLength(2);
  });

  it('lasts as long as configured, even if the schedule has ended', async () => {
    const startedAt = performance.now();
    const { summary } = await run([1], async (n) => accepted(n), { lastsMs: 250 });
    expect(summary.offered).toBe(1);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(249);
  });

  it('sends nothing due after the given end, and ends then', async () => {
    const startedAt = performance.now();
    const outcomes: Outcome[] = [];
    const summary = await generate({
      schedule: [10, 20, 30, 60_000],
      send: async (n) => accepted(n),
      onOutcome: (outcome) => outcomes.push(outcome),
      onRow: () => {},
      stop: never,
      endsAtMs: () => 40,
    });
    expect(summary.accepted).toBe(3);
    expect(performance.now() - startedAt).toBeGreaterThan(35);
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  it('gives a row for each second, and the rows add up', async () => {
    const { rows, summary } = await run([1, 2, 1_050], async (n) => accepted(n));
    expect(rows.map(({ second }) => second)).toEqual([0, 1]);
    expect(rows.reduce((sum, row) => sum + row.accepted, 0)).toBe(summary.accepted);
  });
});

describe('the sender', () => {
  let server: Server;
  let origin: string;

  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.url === '/hangs') return;
      if (request.url === '/breaks') return void request.socket.destroy();
      response.statusCode = Number(request.url?.slice(1));
      response.end('{"orderId":"order-7"}');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  it.each([
    ['/201', { ending: 'accepted', status: 201, id: 'order-7' }],
    ['/400', { ending: 'refused', status: 400, id: null }],
    ['/504', { ending: 'failed', status: 504, id: null }],
    ['/hangs', { ending: 'timed-out', status: null, id: null }],
    ['/breaks', { ending: 'unreachable', status: null, id: null }],
  ])('reports the outcome of a request to %s', async (path, expected) => {
    // Patient where an answer is expected: a busy machine must not cause a failure.
    const timeoutMs = path === '/hangs' ? 200 : 10_000;
    const sender = openHttpSender({ origin, connections: 2, timeoutMs, idField: 'orderId' });
    expect(await sender.send({ method: 'POST', path, body: {} })).toEqual(expected);
    await sender.close();
  });

  it('can give up without closing the connection, which then serves the next request', async () => {
    const sender = openHttpSender({ origin, connections: 2, timeoutMs: 200, idField: 'orderId', hangsUp: false });
    expect((await sender.send({ method: 'POST', path: '/hangs', body: {} })).ending).toBe('timed-out');
    await sender.close();
    const patient = openHttpSender({ origin, connections: 1, timeoutMs: 10_000, idField: 'orderId', hangsUp: false });
    expect(await patient.send({ method: 'POST', path: '/201', body: {} })).toMatchObject({ id: 'order-7' });
    await patient.close();
  });
});
