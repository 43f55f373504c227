import { BrokerUnavailable, DoubtfulMessage, HeldBehind, NeverTaken, NotAllStored } from '../errors.js';
import type { OutboxRow } from './outbox.js';
import { publishRows } from './relay-topics.js';

const rows: OutboxRow[] = ['1', '2', '3', '4', '5'].map((id) => ({
  ...{ id, isBehind: false, message: { topic: 'order.placed', key: id, value: '{}', headers: {} } },
}));
const brokerThat = (publish: () => Promise<void>) => ({ publish });
const idsOf = (some: readonly { id: string }[]) => some.map(({ id }) => id);

test('rows are stored, set aside, or stay where they are, depending on the answer', async () => {
  const away = new BrokerUnavailable('no leader');
  const unstored = new Map<number, Error>([
    [1, new NeverTaken('too large')],
    [2, away],
    [3, new HeldBehind(away)],
  ]);
  const broker = brokerThat(() => Promise.reject(new NotAllStored(unstored)));
  const { stored, toSetAside, notNow } = await publishRows(broker, rows, new Map());
  expect(idsOf(stored)).toEqual(['1', '5']);
  expect(toSetAside).toEqual([{ id: '2', reason: 'NeverTaken: too large', isBehind: false }]);
  expect(notNow).toBe(away);
});

test('an outage sets nothing aside, however often it is hit', async () => {
  const doubts = new Map<string, number>();
  for (let n = 0; n < 20; n++) {
    const broker = brokerThat(() => Promise.reject(new BrokerUnavailable('closing')));
    expect(await publishRows(broker, rows, doubts)).toMatchObject({ stored: [], toSetAside: [] });
  }
});

test('a row that brokers refuse without a reason is set aside after the fifth attempt', async () => {
  const doubts = new Map<string, number>();
  const refused = new NotAllStored(new Map([[0, new DoubtfulMessage('unknown')]]));
  const broker = brokerThat(() => Promise.reject(refused));
  const asides: number[] = [];
  for (let n = 0; n < 5; n++) asides.push((await publishRows(broker, rows, doubts)).toSetAside.length);
  expect(asides).toEqual([0, 0, 0, 0, 1]);
});
