import type { JourneyStage } from './stage.js';

const item = { sku: 'cheesecake', quantity: 2, priceWon: 6_500 };
const order = { memberId: 'member-0007', items: [item] };
const json = (value: unknown) => JSON.stringify(value);

interface ProblemDetails {
  status: number;
  title: string;
  detail: string;
  errors?: { pointer: string; detail: string }[];
}

/** The body, its expected status, and the field (or the words) that the answer must name. */
const bad: [what: string, body: string | Buffer, status: number, names: string | RegExp][] = [
  ['malformed JSON', '{"memberId": "member-0007", ', 400, /not JSON/],
  ['no body at all', '', 400, /./],
  ['a list instead of an order', '[]', 400, /not valid/],
  ['a number for a name', json({ ...order, memberId: 7 }), 400, '/memberId'],
  ['a quantity in words', json({ ...order, items: [{ ...item, quantity: '2' }] }), 400, '/items/0/quantity'],
  ['a negative quantity', json({ ...order, items: [{ ...item, quantity: -1 }] }), 400, '/items/0/quantity'],
  ['a huge quantity', json({ ...order, items: [{ ...item, quantity: 1e12 }] }), 400, '/items/0/quantity'],
  ['half a piece', json({ ...order, items: [{ ...item, quantity: 0.5 }] }), 400, '/items/0/quantity'],
  ['a negative price', json({ ...order, items: [{ ...item, priceWon: -1 }] }), 400, '/items/0/priceWon'],
  ['a price beyond all numbers', json(order).replace('6500', '1e999'), 400, '/items/0/priceWon'],
  ['an unknown field', json({ ...order, discount: 1 }), 400, '/discount'],
  ['no items', json({ ...order, items: [] }), 400, '/items'],
  ['101 items', json({ ...order, items: Array.from({ length: 101 }, () => item) }), 400, '/items'],
  ['10,000 items', json({ ...order, items: Array.from({ length: 10_000 }, () => item) }), 413, /100 kB|large/],
  ['more than 100 kB', json({ ...order, note: 'x'.repeat(100_001) }), 413, /100 kB|large/],
  ['a prototype', `{"__proto__": {"admin": true}, ${json(order).slice(1)}`, 400, /./],
  ['a name with NUL', json({ ...order, memberId: 'member\0' }), 400, '/memberId'],
  ['an unknown member', json({ ...order, memberId: 'nobody' }), 422, '/memberId'],
  ['bytes that are not UTF-8', Buffer.from('{"memberId": "\xff\xfe"}', 'latin1'), 400, /UTF-8/],
];

export function badInput(on: () => JourneyStage): void {
  describe('bad input', () => {
    it.each(['/orders', '/coupled/orders'])(
      'to %s is refused with the field named, and has no effect',
      async (path) => {
        const before = (await on().settled()).account.accepted;
        for (const [what, body, status, names] of bad) {
          const response = await post(on(), path, body);
          const problem = (await response.json()) as ProblemDetails;
          const said = `${what}: ${JSON.stringify(problem)}`;
          expect({ what, status: response.status }).toEqual({ what, status });
          expect(response.headers.get('content-type')).toMatch('application/problem+json');
          if (typeof names === 'string') expect(problem.errors?.map(({ pointer }) => pointer) ?? said).toContain(names);
          else expect(said).toMatch(names);
          expect(said).not.toMatch(/node_modules|at .*\.js:\d+/);
        }
        expect((await on().request('order', '/healthz')).status).toBe(200);
        expect((await on().settled()).account.accepted).toBe(before);
      },
    );

    it('in a body of another type is refused with 415', async () => {
      const response = await post(on(), '/orders', json(order), { 'content-type': 'text/plain' });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        415,
        expect.stringContaining('application/problem+json'),
      ]);
      expect(((await response.json()) as ProblemDetails).detail).toMatch('application/json');
    });

    it('is an idempotency key reused with another body; with the same body the first answer is repeated', async () => {
      const key = { 'idempotency-key': `bad-input-${Date.now()}` };
      const ask = async (body: unknown) => {
        const response = await post(on(), '/orders', json(body), key);
        return { status: response.status, answer: (await response.json()) as { orderId?: string; detail?: string } };
      };
      const first = await ask(order);
      expect(first.status).toBe(201);
      expect((await ask(order)).answer.orderId).toBe(first.answer.orderId);
      const other = await ask({ ...order, items: [{ ...item, quantity: 3 }] });
      expect(other.status).toBe(422);
      expect(other.answer.detail).toMatch('Idempotency-Key');
      const unreadable = await post(on(), '/orders', json(order), { 'idempotency-key': 'two words' });
      expect(unreadable.status).toBe(400);
      const { account } = await on().ledger.audit([{ orderId: first.answer.orderId! }]);
      expect(account).toMatchObject({ accepted: 1, doubled: 0 });
    });
  });
}

const post = (stage: JourneyStage, path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  stage.request('order', path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: new Uint8Array(Buffer.from(body)),
  });
