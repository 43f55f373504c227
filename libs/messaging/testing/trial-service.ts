import Type from 'typebox';
import { deadLetterTopic, defineEvent, replayTopic } from '#contracts';
import type { Database } from '#database';
import type { Broker } from '../broker.js';
import { openKafka } from '../brokers/kafka/broker.js';
import { openMessaging, type Messaging, type MessagingOptions } from '../messaging.js';
import { reaction, type Reaction } from '../consume/reaction.js';
import type { TrialCluster } from './cluster.js';

const Data = Type.Object({ orderId: Type.String({ minLength: 1 }), n: Type.Integer() });

/** A test service: it consumes `asked`, writes one effect, and answers with `answered`. */
export interface TrialService {
  name: string;
  asked: ReturnType<typeof defineTrialEvent>;
  answered: ReturnType<typeof defineTrialEvent>;
  broker: Broker;
  database: Database;
  /** Starts another instance of the service. Closed by close(). */
  start(options?: Partial<MessagingOptions>): Promise<Messaging>;
  /** The reaction that start() uses: one effect and one answer. */
  react: Reaction;
  /** Effects by order id. The table allows duplicates, so that a second effect would show. */
  effects(): Promise<Record<string, number>>;
  /** Publishes events without an outbox, as they are. */
  ask(orders: readonly { orderId: string; n: number }[], eventIds?: readonly string[]): Promise<void>;
  /** Messages of the topic, oldest first in each partition. */
  read(topic: string): Promise<{ key: string | null; value: string; headers: Record<string, string> }[]>;
  close(): Promise<void>;
}

const defineTrialEvent = (type: string) =>
  defineEvent({ ...{ type, version: 1, owner: 'trial', key: 'orderId' as const }, schema: Data });

let services = 0;

export async function openTrialService(cluster: TrialCluster, database: Database): Promise<TrialService> {
  const name = `trial-service-${++services}`;
  const asked = defineTrialEvent(`${name}.asked`);
  const answered = defineTrialEvent(`${name}.answered`);
  await cluster.admin.createTopics(
    [asked.type, answered.type, deadLetterTopic(name), replayTopic(name)].map((topic) => ({
      ...{ name: topic, partitions: topic === asked.type ? 3 : 1, retentionMs: -1, holds: 'events' as const },
    })),
  );
  await database.query('CREATE TABLE IF NOT EXISTS effects (order_id text, n int)');
  await database.query('TRUNCATE outbox, outbox_set_aside, inbox, effects');
  const broker = openKafka({ brokers: cluster.brokers, clientId: name });
  await broker.connect();
  const opened: Messaging[] = [];
  const react = reaction(asked, 'write-effect', async (event, { transaction, publish }) => {
    const { orderId, n } = event.data;
    await transaction.query('INSERT INTO effects VALUES ($1, $2)', [orderId, n]);
    publish(answered, { orderId, n });
  });
  return {
    ...{ name, asked, answered, broker, database, react },
    async start(options) {
      const clientId = `${name}-${opened.length + 1}`;
      const retry = { attempts: 3, firstPauseMs: 10, longestPauseMs: 20 };
      const messaging = openMessaging({
        ...{ service: name, clientId, broker, database, reactions: [react], retry },
        ...options,
      });
      opened.push(messaging);
      await messaging.start();
      return messaging;
    },
    async effects() {
      const { rows } = await database.query<{ order_id: string; times: number }>(
        'SELECT order_id, count(*)::int AS times FROM effects GROUP BY order_id',
      );
      return Object.fromEntries(rows.map(({ order_id, times }) => [order_id, times]));
    },
    async ask(orders, eventIds) {
      await broker.publish(
        orders.map((data, index) => ({
          ...{ topic: asked.type, key: data.orderId, value: JSON.stringify(data) },
          headers: trialHeaders(asked.type, eventIds?.[index] ?? `event-${data.orderId}-${data.n}`),
        })),
      );
    },
    async read(topic) {
      const messages = [];
      for await (const { key, value, headers } of cluster.admin.readTopic(topic)) {
        messages.push({ key, headers, value: value?.toString() ?? '' });
      }
      return messages;
    },
    async close() {
      await Promise.all(opened.map((messaging) => messaging.stop()));
      await broker.close();
    },
  };
}

export const trialHeaders = (type: string, id: string): Record<string, string> => ({
  ...{ ce_specversion: '1.0', ce_id: id, ce_type: type, ce_dataversion: '1', ce_source: '/eventstage/trial' },
  ce_time: new Date().toISOString(),
});
