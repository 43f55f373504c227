import type { EventContract, EventData } from '#contracts';
import { migrate, openDatabase, type Database, type Migration } from '#database';
import { waitFor } from '#runtime';
import { postgresLimitMs, startTrialPostgres } from '../../runtime/testing/trial-postgres.js';
import type { OutgoingMessage } from '../broker.js';
import { openMemoryBroker } from '../brokers/memory/broker.js';
import type { Reaction } from '../consume/reaction.js';
import { openMessaging } from '../messaging.js';
import { silentObserver } from '../observer.js';
import { eventMessage } from '../publish/outbox.js';
import { messagingMigrations } from '../tables.js';

/** The reactions of one service, run as in the stack, on an in-memory broker and a real PostgreSQL. */
export interface TrialReactions {
  readonly database: Database;
  /**
   * Delivers an event. Resolves when the group has committed it and everything published is on the broker.
   * @param eventId use the same id again to deliver the same event twice
   */
  deliver<C extends EventContract>(contract: C, data: EventData<C>, eventId: string): Promise<void>;
  /** Everything the service has published for this contract so far, oldest first. */
  published<C extends EventContract>(contract: C): EventData<C>[];
}

const within = (what: string) => ({ what, limitMs: 30_000, everyMs: 10 });

/** Starts everything before the tests of a file and stops it after them. @returns a getter for use inside tests */
export function useTrialReactions(
  service: string,
  { migrations, reactions }: { migrations: readonly Migration[]; reactions: readonly Reaction[] },
): () => TrialReactions {
  let trial: TrialReactions & { close(): Promise<void> };
  beforeAll(async () => {
    trial = await open(service, migrations, reactions);
  }, postgresLimitMs);
  afterAll(() => trial?.close(), postgresLimitMs);
  return () => trial;
}

async function open(service: string, migrations: readonly Migration[], reactions: readonly Reaction[]) {
  const postgres = await startTrialPostgres(`reactions-${service}`, [service]);
  const database = openDatabase({ url: postgres.url(service), applicationName: 'trial' });
  await migrate(database, [...messagingMigrations, ...migrations]);
  const sent: OutgoingMessage[] = [];
  let delivered = 0;
  let committed = 0;
  const places = new Map<string, number>();
  const broker = openMemoryBroker({
    observer: {
      ...silentObserver,
      sending(messages) {
        sent.push(...messages);
        return silentObserver.sending(messages);
      },
      committed(_group, { topic, partition, offset }) {
        places.set(`${topic}/${partition}`, Number(offset) + 1);
        committed = [...places.values()].reduce((sum, messages) => sum + messages, 0);
      },
    },
  });
  const retry = { attempts: 3, firstPauseMs: 10, longestPauseMs: 20 };
  const messaging = openMessaging({ service, clientId: `${service}-trial`, broker, database, reactions, retry });
  await messaging.start();
  return {
    database,
    async deliver<C extends EventContract>(contract: C, data: EventData<C>, eventId: string) {
      await broker.publish([eventMessage(contract, data, { source: '/eventstage/trial', eventId })]);
      delivered += 1;
      await waitFor(within('the event to be committed'), () => committed === delivered);
      await waitFor(within('the outbox to be empty'), async () => {
        return (await database.query('SELECT 1 FROM outbox LIMIT 1')).rowCount === 0;
      });
    },
    published: <C extends EventContract>({ type, owner }: C) =>
      sent
        .filter(({ topic, headers }) => topic === type && headers['ce_source'] === `/eventstage/${owner}`)
        .map(({ value }) => JSON.parse(String(value)) as EventData<C>),
    async close() {
      await messaging.stop();
      await broker.close();
      await database.close();
      await postgres.stop();
    },
  };
}
