import { jest } from '@jest/globals';
import { createRequire } from 'node:module';

interface RequestQueue {
  throttleCheckTimeoutId: unknown;
  maybeThrottle(ms: number): void;
  checkPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  push(request: object): void;
  fulfillRequest(response: object): void;
  destroy(): void;
}
const require = createRequire(import.meta.url);
const ConsumerGroup = require('kafkajs/src/consumer/consumerGroup') as new (options: object) => {
  heartbeat(options: { interval: number }): Promise<void>;
};
interface FiledBroker {
  nodeId: number | undefined;
  connectionPool: { host: string; port: number };
}
const BrokerPool = require('kafkajs/src/cluster/brokerPool') as new (options: object) => {
  createBroker: (options: FiledBroker) => FiledBroker;
  seedBroker: FiledBroker | undefined;
  brokers: Record<string, FiledBroker>;
  refreshMetadata(topics: string[]): Promise<void>;
};
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => RequestQueue;

const open = (enforceRequestTimeout = false, requestTimeout = 1_000) =>
  new RequestQueue({
    ...{ maxInFlightRequests: null, requestTimeout, enforceRequestTimeout },
    ...{ clientId: 'spec', broker: 'none', logger: { debug: () => {} } },
  });

test('an idle connection arms no timer: patches/kafkajs+2.2.4.patch is applied', () => {
  const queue = open();
  queue.checkPendingRequests();
  expect(queue.throttleCheckTimeoutId).toBeNull();
});

/** @returns a promise that settles as the request does */
const push = (queue: RequestQueue, correlationId: number): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const entry = { correlationId, apiName: 'Fetch', apiKey: 1, apiVersion: 11, resolve, reject };
    queue.push({ entry, expectResponse: true, sendRequest: () => {} });
  });

test('a connection wakes up for timeouts only when a request could time out, however many it sends', () => {
  const armed = jest.spyOn(globalThis, 'setTimeout');
  const everySoOften = jest.spyOn(globalThis, 'setInterval');
  const queue = open(true);
  queue.scheduleRequestTimeoutCheck();
  expect(armed).not.toHaveBeenCalled();
  for (let n = 0; n < 20; n++) {
    void push(queue, n);
    queue.fulfillRequest({ correlationId: n, payload: null, size: 0 });
  }
  expect(armed.mock.calls.map(([, afterMs]) => Math.ceil(Number(afterMs) / 100))).toEqual([11]);
  expect(everySoOften).not.toHaveBeenCalled();
  queue.destroy();
  armed.mockRestore();
  everySoOften.mockRestore();
});

test('an unanswered request times out, even if it was sent after another was answered', async () => {
  const queue = open(true, 50);
  queue.scheduleRequestTimeoutCheck();
  const answered = push(queue, 1);
  queue.fulfillRequest({ correlationId: 1, payload: null, size: 0 });
  await answered;
  await expect(push(queue, 2)).rejects.toThrow('Request Fetch(key: 1, version: 11) timed out');
  await expect(push(queue, 3)).rejects.toThrow('timed out');
  queue.destroy();
});

test('a throttled connection resumes when the throttling ends', () => {
  const queue = open();
  queue.maybeThrottle(50);
  queue.checkPendingRequests();
  expect(queue.throttleCheckTimeoutId).not.toBeNull();
  queue.destroy();
});

test('a fetcher that was not stopped ends with its consumer instead of fetching forever in a tight loop', async () => {
  const Runner = require('kafkajs/src/consumer/runner') as { prototype: { fetch(node: number): Promise<unknown> } };
  const stopped = { running: false, logger: { debug: () => {} }, consumerGroup: {} };
  await expect(Runner.prototype.fetch.call(stopped, 1)).rejects.toThrow('the consumer was stopped');
});

test('a key of 900 KB finds its partition quickly, and every key gets the same partition as in Java', () => {
  const murmur2 = require('kafkajs/src/producer/partitioners/default/murmur2') as (key: string) => number;
  // From Kafka's UtilsTest.
  expect(['21', 'foobar', 'a-little-bit-long-string', 'a-little-bit-longer-string', 'abc'].map(murmur2)).toEqual([
    -973_932_308, -790_332_482, -985_981_536, -1_486_304_829, 479_470_107,
  ]);
  const begun = performance.now();
  murmur2('k'.repeat(900_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
});

/** Runs `work` with a clock that is ahead and is then set back. */
async function clockAhead(work: () => Promise<void>): Promise<void> {
  const real = Date.now;
  const ahead = jest.spyOn(Date, 'now').mockImplementation(() => real() + 600_000);
  try {
    await work();
  } finally {
    ahead.mockRestore();
  }
}

test('a member keeps sending heartbeats when its clock is set back', async () => {
  const heartbeat = jest.fn(async () => {});
  const group = new ConsumerGroup({
    ...{ retry: {}, cluster: {}, topics: [], topicConfigurations: {}, assigners: [], groupId: 'spec' },
    ...{ instrumentationEmitter: { emit: () => {} }, isolationLevel: 1, logger: { namespace: () => ({}) } },
  });
  Object.assign(group, { memberId: 'member', generationId: 1, coordinator: { heartbeat } });
  await clockAhead(() => group.heartbeat({ interval: 0 }));
  await group.heartbeat({ interval: 0 });
  expect(heartbeat).toHaveBeenCalledTimes(2);
});

test('an unanswered request times out on time although the clock is set back meanwhile', async () => {
  const queue = open(true, 50);
  queue.scheduleRequestTimeoutCheck();
  let asked: Promise<unknown> | undefined;
  await clockAhead(async () => void (asked = push(queue, 1)));
  await expect(asked).rejects.toThrow('timed out');
  queue.destroy();
});

test('brokers keep their ids when the seed broker changes during a metadata refresh', async () => {
  const addresses = [1, 2].map((nodeId) => ({ nodeId, host: '127.0.0.1', port: 9_000 + nodeId, rack: undefined }));
  const broker = (port: number, nodeId?: number) => ({
    ...{ nodeId, connectionPool: { host: '127.0.0.1', port, rack: undefined } },
    ...{ isConnected: () => true, disconnect: async () => {}, connect: async () => {} },
    metadata: async () => {
      pool.seedBroker = pool.brokers[2];
      return { brokers: addresses, topicMetadata: [] };
    },
  });
  const pool = new BrokerPool({
    logger: { namespace: () => ({}) },
    connectionPoolBuilder: { build: async (address: object) => address },
  });
  pool.createBroker = ({ connectionPool: { port }, nodeId }) => broker(port, nodeId);
  pool.seedBroker = broker(9_001);
  pool.brokers = { 2: broker(9_002, 2) };
  await pool.refreshMetadata([]);

  const filed = Object.entries(pool.brokers).map(([number, { nodeId, connectionPool }]) => [
    ...[number, nodeId, connectionPool.port],
  ]);
  expect(filed).toEqual([
    ['1', 1, 9_001],
    ['2', 2, 9_002],
  ]);
});
