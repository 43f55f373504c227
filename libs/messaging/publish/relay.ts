import type { Database, Transaction } from '#database';
import type { Broker } from '../broker.js';
import type { Log } from '../log.js';
import type { MessagingObserver } from '../observer.js';
import { lockOutbox, oldestRows, outboxState, removeRows } from './outbox.js';
import { openTopics, type Published, type Topics } from './relay-topics.js';
import { setAside, type ToSetAside } from './set-aside.js';

export interface RelayOptions {
  database: Database;
  broker: Broker;
  observer: MessagingObserver;
  log: Log;
  /** Called when a batch is published but not yet marked: a crash now would publish it again. */
  afterPublish?: () => void;
  /** Rows per round. */
  batchSize?: number;
  /** How often to poll for rows without a notification (the process that wrote them died before sending it). */
  lookEveryMs?: number;
  /** The server disconnects a relay that holds its rows this long without activity (frozen, cut off). */
  frozenAfterMs?: number;
}

export interface Relay {
  start(): void;
  /** Signals that rows were committed: publishes immediately instead of at the next poll. */
  readonly nudge: () => void;
  /** Publishes what is in the outbox now, then stops. */
  stop(): Promise<void>;
}

const busyPauseMs = 25;
const outagePauseMs = 1_000;
/** At the end, for late answers. */
const patienceMs = 1_000;
/** Between rounds while a topic is unavailable, because each new row nudges. */
const troubledPauseMs = 100;

/**
 * Publishes the rows of the outbox, oldest first, topic by topic, and deletes what the broker has. A relay that dies
 * between the two publishes the same rows again, by design. At least once, in order per key, with any number of relays.
 *
 * No row holds up others for long. A row that no broker will ever accept goes into a separate table, together with
 * later rows of the same key, which keeps the key's order without gaps. A row that cannot be accepted now (its topic is
 * gone, its partition has no leader) waits, and holds up only rows of the same topic.
 */
export function openRelay(options: RelayOptions): Relay {
  const { database, observer, log, lookEveryMs = 2_000, batchSize = 500 } = options;
  const topics = openTopics(options.broker, log);
  let running: Promise<void> | undefined;
  let stopping = false;
  let away = false;
  let wake = () => {};
  let nudged = false;

  /** Until the next nudge, at most this long. */
  const rest = async (ms?: number) => {
    if (nudged || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => (clearTimeout(timer), resolve());
    });
    wake = () => {};
  };
  const nudge = () => {
    nudged = true;
    if (!away) wake();
  };
  const round = async (): Promise<number | 'busy' | 'away'> => {
    try {
      const taken = await publishOldest(options, topics, batchSize, nudge);
      if (away) log.info({}, 'the outbox is being published again');
      away = false;
      return taken;
    } catch (error) {
      if (!away) log.warn({ err: error }, 'the outbox cannot be published now; its rows wait');
      away = true;
      return 'away';
    }
  };
  const run = async () => {
    while (!stopping) {
      nudged = false;
      const result = await round();
      if (result === 'away') {
        nudged = false;
        await rest(outagePauseMs);
      } else if (result === 'busy') await rest(busyPauseMs);
      else if (topics.away().length > 0) {
        nudged = false;
        await rest(troubledPauseMs);
      } else if (result < batchSize) await rest();
    }
    // What was committed before the stop is published with it; what cannot be published now stays in the table.
    while ((await round()) === batchSize);
    if (topics.away().length === 0) return;
    await topics.settled(patienceMs);
    await round();
  };

  /** One small query, also in an idle service, where a round would take four and a transaction. */
  let looking: NodeJS.Timeout | undefined;
  let asking = false;
  const look = () => {
    if (asking) return;
    asking = true;
    outboxState(database)
      .then((state) => {
        observer.outbox(state);
        if (state.backlogMessages > 0 && !away) wake();
      })
      .catch((error: unknown) => log.debug({ err: error }, 'the outbox could not be measured'))
      .finally(() => (asking = false));
  };
  return {
    start() {
      running ??= run();
      looking ??= setInterval(look, lookEveryMs).unref();
    },
    nudge,
    async stop() {
      stopping = true;
      clearInterval(looking);
      wake();
      await running;
    },
  };
}

/**
 * The oldest rows of all topics that are not away. @returns how many were read, or 'busy' if another relay holds the
 * lock
 */
async function publishOldest(
  { database, log, afterPublish, frozenAfterMs = 30_000 }: RelayOptions,
  topics: Topics,
  limit: number,
  onAnswer: () => void,
): Promise<number | 'busy'> {
  const late = topics.lateAnswers();
  const aside: ToSetAside[] = [];
  const keep = async (transaction: Transaction, answers: readonly Published[]) => {
    const never = answers.flatMap(({ toSetAside }) => toSetAside);
    const stored = answers.flatMap((answer) => answer.stored.map(({ id }) => id));
    await removeRows(transaction, stored);
    if (never.length > 0) await setAside(transaction, never);
    aside.push(...never);
  };
  const taken = await database.transaction(async (transaction) => {
    if (!(await lockOutbox(transaction, frozenAfterMs))) return 'busy';
    await keep(transaction, [...late.values()]);
    const rows = await oldestRows(transaction, limit, topics.away());
    const behind = rows
      .filter(({ isBehind }) => isBehind)
      .map(({ id }) => ({ id, reason: behindReason, isBehind: true }));
    if (behind.length > 0) await setAside(transaction, behind);
    aside.push(...behind);
    const answers = await topics.publish(
      rows.filter(({ isBehind }) => !isBehind),
      onAnswer,
    );
    if (answers.some(({ stored }) => stored.length > 0)) afterPublish?.();
    await keep(transaction, answers);
    return rows.length;
  });
  if (taken !== 'busy') topics.done([...late.keys()]);
  for (const about of aside) log.error(about, 'an outbox row was set aside: see `npm run stage -- outbox list`');
  return taken;
}

const behindReason = 'an earlier row with the same key was set aside';
