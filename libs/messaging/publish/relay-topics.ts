import { setTimeout as pause } from 'node:timers/promises';
import type { Broker } from '../broker.js';
import { DoubtfulMessage, HeldBehind, NeverTaken, NotAllStored, reasonOf } from '../errors.js';
import type { Log } from '../log.js';
import type { OutboxRow } from './outbox.js';
import type { ToSetAside } from './set-aside.js';

/** Publishes for the relay, each topic by itself, so that one that is away holds up no other. */
export interface Topics {
  /**
   * Gives rows to the broker and waits for a while.
   * @returns the answers that came in time. The topics of the others are away until done() is said of them
   */
  publish(rows: readonly OutboxRow[], onLateAnswer: () => void): Promise<Published[]>;
  /** Topics from which nothing may be taken now: an answer is still to come or to be kept, or they took nothing a moment ago. */
  away(): string[];
  /** Answers that came after all, by topic. */
  lateAnswers(): Map<string, Published>;
  /** What these answers said is kept. */
  done(topics: readonly string[]): void;
  /** Resolves when all answers have come, or time is up. */
  settled(limitMs: number): Promise<void>;
}

/** An answer is waited for this long; a topic that takes longer goes on by itself. */
const patienceMs = 1_000;
/** A topic that took nothing is left alone for this long. */
const restMs = 1_000;

export function openTopics(broker: Pick<Broker, 'publish'>, log: Log): Topics {
  const underWay = new Map<string, Asked>();
  const restsUntil = new Map<string, number>();
  const silent = new Set<string>();
  const doubts = new Map<string, number>();

  const hear = (topic: string, { notNow }: Published) => {
    if (notNow) restsUntil.set(topic, performance.now() + restMs);
    if (notNow && !silent.has(topic)) {
      log.warn({ err: notNow, topic }, 'the topic takes nothing now; its rows wait, the others go on');
      silent.add(topic);
    } else if (!notNow && silent.delete(topic)) log.info({ topic }, 'the topic takes messages again');
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

/** What became of rows of one topic that were given to the broker. Rows in neither list stay where they are. */
export interface Published {
  stored: OutboxRow[];
  toSetAside: ToSetAside[];
  /** Why something stays. */
  notNow?: Error;
}

/** So often a row is sent that brokers refuse without saying what is wrong with it. */
const doubtfulTries = 5;

/**
 * Publishes rows and sorts the answers: what is stored, what is never taken, what cannot be taken now.
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
