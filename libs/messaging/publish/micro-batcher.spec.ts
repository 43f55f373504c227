import { setImmediate as nextTurn } from 'node:timers/promises';
import type { OutgoingMessage } from '../broker.js';
import { BrokerUnavailable, Unconfirmed } from '../errors.js';
import { BufferFull, openMicroBatcher } from './micro-batcher.js';

const message = (key: string): OutgoingMessage => ({ topic: 't', key, value: key, headers: {} });

/** A broker whose answers the test controls. */
function brokerByHand() {
  const requests: { keys: (string | null)[]; answer: () => void; refuse: (error: Error) => void }[] = [];
  let healthy = true;
  let arrived = () => {};
  return {
    requests,
    healthy: () => healthy,
    lose: () => (healthy = false),
    publish: (messages: readonly OutgoingMessage[]) =>
      new Promise<void>((answer, refuse) => {
        requests.push({ keys: messages.map(({ key }) => key), answer, refuse });
        arrived();
      }),
    request: async (n: number) => {
      while (!requests[n]) await new Promise<void>((resolve) => (arrived = resolve));
      return requests[n];
    },
  };
}

test('messages that arrive while a batch is in flight form the next one, in order', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker });
  const first = [batcher.put(message('a')), batcher.put(message('b'))];
  const one = await broker.request(0);
  const second = [batcher.put(message('c')), batcher.put(message('d')), batcher.put(message('e'))];
  expect(broker.requests.length).toBe(1);
  one.answer();
  await Promise.all(first);
  const two = await broker.request(1);
  two.answer();
  await Promise.all(second);
  expect(broker.requests.map(({ keys }) => keys)).toEqual([
    ['a', 'b'],
    ['c', 'd', 'e'],
  ]);
});

test('nothing is reported as stored before the broker acknowledges it', async () => {
  const broker = brokerByHand();
  let stored = false;
  const put = openMicroBatcher({ broker })
    .put(message('a'))
    .then(() => (stored = true));
  const request = await broker.request(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(stored).toBe(false);
  request.answer();
  await put;
  expect(stored).toBe(true);
});

test('a batch has a size limit', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker, maxBatch: 2 });
  const puts = ['a', 'b', 'c'].map((key) => batcher.put(message(key)));
  (await broker.request(0)).answer();
  (await broker.request(1)).answer();
  await Promise.all(puts);
  expect(broker.requests.map(({ keys }) => keys.length)).toEqual([2, 1]);
});

test('a full buffer refuses immediately, and accepts again when there is room', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker, maxBuffered: 2 });
  const puts = [batcher.put(message('a')), batcher.put(message('b'))];
  await expect(batcher.put(message('c'))).rejects.toThrow(BufferFull);
  (await broker.request(0)).answer();
  await Promise.all(puts);
  const again = batcher.put(message('d'));
  (await broker.request(1)).answer();
  await again;
  expect(batcher.buffered()).toBe(0);
});

test('a refused batch refuses each of its messages, and the next batch proceeds', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker });
  const puts = Promise.allSettled([batcher.put(message('a')), batcher.put(message('b'))]);
  (await broker.request(0)).refuse(new BrokerUnavailable('gone'));
  expect((await puts).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const next = batcher.put(message('c'));
  (await broker.request(1)).answer();
  await next;
});

test('the callers of a large batch are notified in chunks, with other work in between; closing waits for all', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker });
  let told = 0;
  for (let n = 0; n < 200; n++) void batcher.put(message(String(n))).then(() => (told += 1));
  (await broker.request(0)).answer();
  await nextTurn();
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(200);
  await batcher.close();
  expect(told).toBe(200);
});

test('while no broker answers, nothing is accepted', async () => {
  const broker = brokerByHand();
  broker.lose();
  await expect(openMicroBatcher({ broker }).put(message('a'))).rejects.toThrow(BrokerUnavailable);
});

test('closing stores what was accepted, and accepts nothing more', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker });
  const first = batcher.put(message('a'));
  const request = await broker.request(0);
  const second = batcher.put(message('b'));
  const closed = batcher.close();
  await expect(batcher.put(message('c'))).rejects.toThrow(/stopping/);
  request.answer();
  (await broker.request(1)).answer();
  await Promise.all([first, second, closed]);
});

test('no caller waits longer than the limit: a sent message may be stored, an unsent one is not', async () => {
  const broker = brokerByHand();
  const batcher = openMicroBatcher({ broker, maxWaitMs: 100 });
  const sent = batcher.put(message('sent'));
  const request = await broker.request(0);
  const told = await Promise.allSettled([sent, batcher.put(message('behind'))]);
  expect(told).toMatchObject([{ reason: { name: 'Unconfirmed' } }, { reason: { name: 'BufferFull' } }]);
  // It is still in flight, so it still takes room, and the next batch still waits for it.
  expect(batcher.buffered()).toBe(1);
  request.answer();
  await batcher.close();
  expect(broker.requests).toHaveLength(1);
});

test('a batch that the broker did not confirm may be stored', async () => {
  const broker = brokerByHand();
  const put = openMicroBatcher({ broker }).put(message('a'));
  (await broker.request(0)).refuse(new BrokerUnavailable('the messages were not confirmed'));
  await expect(put).rejects.toThrow(Unconfirmed);
});
