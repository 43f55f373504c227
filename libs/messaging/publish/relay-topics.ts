import { setTimeout as pause } from 'node:timers/promises';
import type { Broker } from '../broker.js';
import { DoubtfulMessage, HeldBehind, NeverTaken, NotAllStored, reasonOf } from '../errors.js';
import type { Log } from '../log.js';
import type { OutboxRow } from './outbox.js';
import type { ToSetAside } from './set-aside.js';

/** Publishes for the relay, each topic separately, so that an unavailable topic does not hold up the others. */
export interface Topics {
  /**
   * Passes rows to the broker and waits for a while.
   * @returns the answers that arrived in time. The other topics are away until done() is called for them
   */
  publish(rows: readonly OutboxRow[], onLateAnswer: () => void): Promise<Published[]>;
  /** Topics not to read from now: an answer is pending or not yet recorded, or they failed a moment ago. */
  away(): string[];
  /** Late answers, by topic. */
  lateAnswers(): Map<string, Published>;
  /** The answers of these topics are recorded. */
  done(topics: readonly string[]): void;
  /** Resolves when all answers have arrived, or after the limit. */
  settled(limitMs: number): Promise<void>;
}

/** How long to wait for an answer; a slower topic continues in the background. */
const patienceMs = 1_000;
/** How long a failing topic is left alone. */
const restMs = 1_000;

export function openTopics(broker: Pick<Broker, 'publish'>, log: Log): Topics {
  const underWay = new Map<string, Asked>();
  const restsUntil = new Map<string, number>();
  const silent = new Set<string>();
  const doubts = new Map<string, number>();

  const hear = (topic: string, { notNow }: Published) => {
    if (notNow) restsUntil.set(topic, performance.now() + restMs);
    if (notNow && !silent.has(topic)) {
      log.warn({ err: notNow, topic }, 'the topic cannot be published to now; its rows wait, the others proceed');
      silent.add(topic);
    } else if (!notNow && silent.delete(topic)) log.info({ topic }, 'the topic can be published to again');
  };
  const ask = async (topic: string, rows: readonly OutboxRow[]) => {
    const answer = await publishRows(broker, rows, doubts);
    hear(topic, answer);
    return answer;
  };

  return {
    async publish(rows, onLateAnswer) {
      const asked = [...Map.groupBy(rows, ({ message }) => message.topic)].map(([topic, its]) => {
        const one: Asked = { topic, coming: Promise.resolve() };
        one.coming = ask(topic, its).then((answer) => {
          one.answer = answer;
          if (underWay.has(topic)) onLateAnswer();
        });
        return one;
      });
      await withLimit(Promise.all(asked.map(({ coming }) => coming)), patienceMs);
      for (const one of asked) if (!one.answer) underWay.set(one.topic, one);
      return asked.flatMap(({ answer }) => answer ?? []);
    },
    away() {
      const now = performance.now();
      for (const [topic, until] of restsUntil) if (until <= now) restsUntil.delete(topic);
      return [...new Set([...underWay.keys(), ...restsUntil.keys()])];
    },
    lateAnswers: () =>
      new Map([...underWay].flatMap(([topic, { answer }]) => (answer ? [[topic, answer] as const] : []))),
    done: (topics) => topics.forEach((topic) => underWay.delete(topic)),
    settled: (limitMs) => withLimit(Promise.all([...underWay.values()].map(({ coming }) => coming)), limitMs),
  };
}

interface Asked {
  topic: string;
  coming: Promise<void>;
  answer?: Published;
}

async function withLimit(work: Promise<unknown>, limitMs: number): Promise<void> {
  const done = new AbortController();
  await Promise.race([work, pause(limitMs, undefined, { signal: done.signal }).catch(() => {})]);
  done.abort();
}

/** The outcome for rows of one topic that were passed to the broker. Rows in neither list stay where they are. */
export interface Published {
  stored: OutboxRow[];
  toSetAside: ToSetAside[];
  /** Why rows stay. */
  notNow?: Error;
}

/** How often to send a row that brokers refuse without a reason. */
const doubtfulTries = 5;

/**
 * Publishes rows and sorts the answers: stored, never accepted, or not accepted now.
 * @param doubts how often each row was refused without a reason; kept by the caller between calls
 */
export async function publishRows(
  broker: Pick<Broker, 'publish'>,
  rows: readonly OutboxRow[],
  doubts: Map<string, number>,
): Promise<Published> {
  const unstored = await broker.publish(rows.map(({ message }) => message)).then(
    () => new Map<number, Error>(),
    (error: Error) => (error instanceof NotAllStored ? error.unstored : new Map(rows.map((_, n) => [n, error]))),
  );
  const published: Published = { stored: [], toSetAside: [] };
  for (const [n, row] of rows.entries()) {
    const error = unstored.get(n);
    if (!error) published.stored.push(row);
    else if (isNever(error, row, doubts)) {
      published.toSetAside.push({ id: row.id, reason: reasonOf(error.cause ?? error), isBehind: false });
    } else if (!(error instanceof HeldBehind)) published.notNow ??= error;
    if (!(error instanceof DoubtfulMessage)) doubts.delete(row.id);
  }
  return published;
}

function isNever(error: Error, { id }: OutboxRow, doubts: Map<string, number>): boolean {
  if (error instanceof NeverTaken) return true;
  if (!(error instanceof DoubtfulMessage)) return false;
  const tries = (doubts.get(id) ?? 0) + 1;
  doubts.set(id, tries);
  return tries >= doubtfulTries;
}
