import type { Database } from '#database';
import type { Log } from '../log.js';
import { restFor } from '../rest.js';

/**
 * How long an inbox remembers what it has handled. A later duplicate is handled again: docs/state.md lists what can
 * cause one.
 */
export const inboxKeptDays = 7;

const batchRows = 2_000;
/** A pause, so that deleting many old rows does not slow the service's own queries. */
const betweenBatchesMs = 50;

export interface InboxAgeOptions {
  database: Database;
  log: Log;
  /**
   * Messages that were handled but not committed when the stack last stopped are redelivered before this; their rows
   * must still exist.
   */
  firstAfterMs?: number;
  everyMs?: number;
}

/** Deletes old receipts while the service runs: an hour after its start, and every hour from then on. */
export function boundInbox(options: InboxAgeOptions): { start(): void; stop(): Promise<void> } {
  const { database, log, firstAfterMs = 3_600_000, everyMs = 3_600_000 } = options;
  const stopping = new AbortController();
  const { signal } = stopping;
  let running: Promise<void> | undefined;

  const run = async () => {
    await restFor(firstAfterMs, signal);
    while (!signal.aborted) {
      await forgetOld(database, signal).catch((error: unknown) =>
        log.warn({ err: error }, 'the inbox could not be pruned; trying again later'),
      );
      await restFor(everyMs, signal);
    }
  };
  return {
    start: () => void (running ??= run()),
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

async function forgetOld(database: Database, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { rowCount } = await database.query(
      `DELETE FROM inbox WHERE ctid = ANY (ARRAY(
         SELECT ctid FROM inbox WHERE handled_at < now() - make_interval(days => $1) LIMIT $2))`,
      [inboxKeptDays, batchRows],
      'inbox-forget',
    );
    if ((rowCount ?? 0) < batchRows) return;
    await restFor(betweenBatchesMs, signal);
  }
}
