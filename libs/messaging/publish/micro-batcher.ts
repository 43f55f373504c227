import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Broker, OutgoingMessage } from '../broker.js';
import { BrokerUnavailable, NotAllStored, Unconfirmed } from '../errors.js';

export interface MicroBatcherOptions {
  broker: Pick<Broker, 'publish' | 'healthy'>;
  /** How long the first message of a batch waits for others when nothing is in flight. */
  lingerMs?: number;
  maxBatch?: number;
  /** The largest number of messages held, including those in flight: bounds the memory. */
  maxBuffered?: number;
  /** The longest that a caller waits: an unsent message is then handed back, a sent one counts as unconfirmed. */
  maxWaitMs?: number;
}

/** Too many messages are waiting, or this one waited too long. It was not sent, and is not stored. */
export class BufferFull extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BufferFull';
  }
}

export interface MicroBatcher {
  /**
   * Resolves when the message is on all in-sync replicas.
   * @throws NeverTaken when no broker will ever accept it; BufferFull, or BrokerUnavailable when no broker answers: not
   * stored; Unconfirmed when it was sent and not acknowledged: possibly stored, so a retry must carry the same id
   */
  put(message: OutgoingMessage): Promise<void>;
  /** Messages waiting or in flight. */
  buffered(): number;
  /** Accepts nothing more, and resolves when everything accepted is stored or handed back. */
  close(): Promise<void>;
}

interface Waiting {
  message: OutgoingMessage;
  since: number;
  resolve: () => void;
  reject: (error: unknown) => void;
}

/** How many callers to notify per turn of the event loop: hundreds would block everything else. */
const toldAtOnce = 32;

/**
 * Collects single messages into batches, one batch in flight at a time: meanwhile the next one grows. High volume thus
 * costs few requests, and batches grow as brokers slow down. Nothing is reported as stored before it is.
 */
export function openMicroBatcher(options: MicroBatcherOptions): MicroBatcher {
  const { broker, lingerMs = 2, maxBatch = 2_000, maxBuffered = 20_000, maxWaitMs = 3_000 } = options;
  let queue: Waiting[] = [];
  let sending: readonly Waiting[] = [];
  let running: Promise<void> | undefined;
  let telling: Promise<void> | undefined;
  let closing = false;

  const run = async (): Promise<void> => {
    if (!closing) await new Promise((resolve) => setTimeout(resolve, lingerMs));
    while (queue.length > 0) {
      sending = queue.slice(0, maxBatch);
      queue = queue.slice(maxBatch);
      const failure = await broker.publish(sending.map(({ message }) => message)).then(
        () => undefined,
        (error: unknown) => ({ error }),
      );
      // The next batch does not wait until all callers of this one are notified.
      telling = Promise.all([telling, tell(sending, failure)]).then(() => {});
      sending = [];
      handBackTheOld();
    }
    running = undefined;
  };

  const handBackTheOld = (): void => {
    const latest = performance.now() - maxWaitMs;
    const young = queue.findIndex(({ since }) => since > latest);
    const old = queue.splice(0, young < 0 ? queue.length : young);
    for (const { reject } of old) reject(new BufferFull(`the message waited ${maxWaitMs} ms and was not sent`));
    // A request in flight stays in flight and may succeed; its callers are told that the outcome is unknown.
    if ((sending[0]?.since ?? Infinity) > latest) return;
    for (const { since, reject } of sending) if (since <= latest) reject(unconfirmed());
  };
  // Runs also while a batch is stuck in an outage: later messages must not wait as long as it does.
  const watch = setInterval(handBackTheOld, Math.max(10, maxWaitMs / 10)).unref();

  return {
    async put(message) {
      if (closing) throw new BrokerUnavailable('nothing more is accepted: the process is stopping');
      if (!broker.healthy()) throw new BrokerUnavailable('no broker answers');
      if (queue.length + sending.length >= maxBuffered)
        throw new BufferFull(`${maxBuffered} messages are already waiting`);
      await new Promise<void>((resolve, reject) => {
        queue.push({ message, since: performance.now(), resolve, reject });
        running ??= run();
      });
    },
    buffered: () => queue.length + sending.length,
    async close() {
      closing = true;
      await running;
      await telling;
      clearInterval(watch);
    },
  };
}

const unconfirmed = (cause?: unknown) => new Unconfirmed('the message was sent and not confirmed', cause);

async function tell(waiting: readonly Waiting[], failure?: { error: unknown }): Promise<void> {
  for (const [n, { resolve, reject }] of waiting.entries()) {
    if (n > 0 && n % toldAtOnce === 0) await nextTurn();
    const error = failure?.error instanceof NotAllStored ? failure.error.unstored.get(n) : failure?.error;
    if (error === undefined) resolve();
    else reject(error instanceof BrokerUnavailable ? unconfirmed(error) : error);
  }
}
