import { jest } from '@jest/globals';
import { createRequire } from 'node:module';

interface RequestQueue {
  throttleCheckTimeoutId: unknown;
  maybeThrottle(ms: number): void;
  checkPendingRequests(): void;
  scheduleRequestTimeoutCheck(): void;
  destroy(): void;
}
const require = createRequire(import.meta.url);
const RequestQueue = require('kafkajs/src/network/requestQueue') as new (options: object) => RequestQueue;

const open = (enforceRequestTimeout = false) =>
  new RequestQueue({
    ...{ maxInFlightRequests: null, requestTimeout: 1_000, enforceRequestTimeout },
    ...{ clientId: 'spec', broker: 'none', logger: { debug: () => {} } },
  });

test('an idle connection arms no timer: patches/kafkajs+2.2.4.patch is applied', () => {
  const queue = open();
  queue.checkPendingRequests();
  expect(queue.throttleCheckTimeoutId).toBeNull();
});

test('an idle connection looks for late answers twice a second, not ten times', () => {
  const armed = jest.spyOn(globalThis, 'setInterval');
  const queue = open(true);
  queue.scheduleRequestTimeoutCheck();
  queue.destroy();
  expect(armed.mock.calls.map(([, everyMs]) => everyMs)).toEqual([500]);
  armed.mockRestore();
});

test('a throttled connection still looks again when it may', () => {
  const queue = open();
  queue.maybeThrottle(50);
  queue.checkPendingRequests();
  expect(queue.throttleCheckTimeoutId).not.toBeNull();
  queue.destroy();
});

test('a fetcher that nobody stopped ends with its consumer, instead of asking for ever without a pause', async () => {
  const Runner = require('kafkajs/src/consumer/runner') as { prototype: { fetch(node: number): Promise<unknown> } };
  const stopped = { running: false, logger: { debug: () => {} }, consumerGroup: {} };
  await expect(Runner.prototype.fetch.call(stopped, 1)).rejects.toThrow('the consumer was stopped');
});

test('a key of 900 KB finds its partition in a moment, and every key the one that Java finds', () => {
  const murmur2 = require('kafkajs/src/producer/partitioners/default/murmur2') as (key: string) => number;
  // From Kafka's own UtilsTest.
  expect(['21', 'foobar', 'a-little-bit-long-string', 'a-little-bit-longer-string', 'abc'].map(murmur2)).toEqual([
    -973_932_308, -790_332_482, -985_981_536, -1_486_304_829, 479_470_107,
  ]);
  const begun = performance.now();
  murmur2('k'.repeat(900_000));
  expect(performance.now() - begun).toBeLessThan(5_000);
});
