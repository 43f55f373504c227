import type { Database, Transaction } from '#database';
import type { Broker, OutgoingMessage } from './broker.js';
import type { Log } from './log.js';
import type { MessagingObserver } from './observer.js';

export interface RelayOptions {
  database: Database;
  broker: Broker;
  observer: MessagingObserver;
  log: Log;
  /** Called when a batch was published and is not yet marked: the moment a crash would publish it again. */
  afterPublish?: () => void;
  /** Rows published in one go. */
  batchSize?: number;
  /** How often rows are looked for that nobody nudged about (the process that wrote them died before it could). */
  lookEveryMs?: number;
  /** A relay that holds its rows this long without a word (frozen, cut off) is disconnected by the server. */
  frozenAfterMs?: number;
}

export interface Relay {
  start(): void;
  /** Says that rows were committed: publishes at once instead of at the next look. */
  nudge(): void;
  /** Publishes what is there now, then rests. */
  stop(): Promise<void>;
}

/** One relay of a database publishes at a time: more would be faster and would lose the order of a key. */
const relayLock = 727_001;
const busyPauseMs = 25;
const outagePauseMs = 1_000;

/**
 * Publishes what stands in the outbox, oldest first, and deletes it. Publishing happens inside the deleting
 * transaction, so committing it is the mark: a relay that dies between the two publishes the same rows again, by
 * design. At least once, in order per key, however many relays run.
 */
export function openRelay(options: RelayOptions): Relay {
  const { database, observer, log, lookEveryMs = 1_000, batchSize = 500 } = options;
  let running: Promise<void> | undefined;
  let stopping = false;
  let away = false;
  let wake = () => {};
  let nudged = false;

  /** Until somebody nudges, or for this long at the most. */
  const rest = async (ms?: number) => {
    if (nudged || stopping) return;
    await new Promise<void>((resolve) => {
      const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
      wake = () => (clearTimeout(timer), resolve());
    });
    wake = () => {};
  };
  const round = async (): Promise<number | 'busy' | 'away'> => {
    try {
      const published = await publishBatch(options, batchSize);
      if (away) log.info({}, 'the outbox is being published again');
      away = false;
      return published;
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
        // In an outage every order would nudge; once a second is often enough to ask.
        nudged = false;
        await rest(outagePauseMs);
      } else if (result === 'busy') await rest(busyPauseMs);
      else if (result < batchSize) await rest();
    }
    // What was committed before the stop goes out with it; what cannot go now waits in the table.
    while ((await round()) === batchSize);
  };

  /** One small query, also in an idle service: a round takes four, with a transaction around them. */
  let looking: NodeJS.Timeout | undefined;
  let asking = false;
  const look = () => {
    if (asking) return;
    asking = true;
    backlog(database)
      .then((state) => {
        observer.outbox(state);
        if (state.backlogMessages > 0 && !away) wake();
      })
      .catch((error: unknown) => log.debug({ err: error }, 'the outbox could not be counted'))
      .finally(() => (asking = false));
  };
  return {
    start() {
      running ??= run();
      looking ??= setInterval(look, lookEveryMs).unref();
    },
    nudge() {
      nudged = true;
      if (!away) wake();
    },
    async stop() {
      stopping = true;
      clearInterval(looking);
      wake();
      await running;
    },
  };
}

interface OutboxRow {
  topic: string;
  key: string | null;
  headers: Record<string, string>;
  payload: string | null;
  payload_is_base64: boolean;
}

/** Rows published, or 'busy' when another relay is at it. */
async function publishBatch(options: RelayOptions, limit: number): Promise<number | 'busy'> {
  const { database, broker, afterPublish, frozenAfterMs = 30_000 } = options;
  return database.transaction(async (transaction) => {
    const { rows: locks } = await transaction.query<{ mine: boolean }>(
      `SELECT pg_try_advisory_xact_lock($1) AS mine, set_config('idle_in_transaction_session_timeout', $2, true)`,
      [relayLock, String(frozenAfterMs)],
      'relay-lock',
    );
    if (!locks[0]?.mine) return 'busy';
    const rows = await takeRows(transaction, limit);
    if (rows.length === 0) return 0;
    await broker.publish(rows.map(messageOf));
    afterPublish?.();
    return rows.length;
  });
}

async function takeRows(transaction: Transaction, limit: number): Promise<OutboxRow[]> {
  const { rows } = await transaction.query<OutboxRow>(
    `WITH taken AS (
       DELETE FROM outbox WHERE id IN (SELECT id FROM outbox ORDER BY id LIMIT $1)
       RETURNING id, topic, key, headers, payload, payload_is_base64
     )
     SELECT topic, key, headers, payload, payload_is_base64 FROM taken ORDER BY id`,
    [limit],
    'relay-take',
  );
  return rows;
}

function messageOf({ topic, key, headers, payload, payload_is_base64 }: OutboxRow): OutgoingMessage {
  const value = payload !== null && payload_is_base64 ? Buffer.from(payload, 'base64') : payload;
  return { topic, key, headers, value };
}

async function backlog(database: Database): Promise<{ backlogMessages: number; oldestAgeSeconds: number }> {
  const { rows } = await database.query<{ messages: number; age: number }>(
    `SELECT count(*)::int AS messages,
            coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS age FROM outbox`,
    [],
    'relay-backlog',
  );
  return { backlogMessages: rows[0]?.messages ?? 0, oldestAgeSeconds: rows[0]?.age ?? 0 };
}
