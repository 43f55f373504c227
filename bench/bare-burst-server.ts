import Fastify from 'fastify';
import { Kafka } from 'kafkajs';
import { openKafka, openMicroBatcher, type OutgoingMessage } from '#messaging';
import { v7 as uuidv7 } from 'uuid';

/**
 * The baselines of the rush: bare Fastify that answers 202. A separate process, configured by PORT, KAFKA_BROKERS and
 * MODE: `nothing` stores nothing, `send` makes one kafkajs send per request, `batch` batches them like the shop,
 * without spans, metrics or checks.
 */
const brokers = (process.env.KAFKA_BROKERS ?? '').split(',');
/** A separate topic, configured like the real one: its messages are not events that a service could read. */
const topic = 'bench-gifticon-requested';

const messageOf = ({ memberId, sku }: { memberId: string; sku: string }, requestId: string): OutgoingMessage => ({
  topic,
  key: memberId,
  value: JSON.stringify({ requestId, memberId, sku }),
  headers: { ce_id: requestId, ce_type: topic },
});

type Store = (message: OutgoingMessage) => Promise<unknown>;
const ways: Record<string, () => Promise<{ store: Store; close: () => Promise<void> }>> = {
  nothing: async () => ({ store: async () => {}, close: async () => {} }),
  send: async () => {
    const producer = new Kafka({ brokers, logLevel: 0 }).producer({ allowAutoTopicCreation: false });
    await producer.connect();
    const store: Store = ({ key, value, headers }) =>
      producer.send({ topic, acks: -1, messages: [{ key, value, headers }] });
    return { store, close: () => producer.disconnect() };
  },
  batch: async () => {
    const broker = openKafka({ brokers, clientId: 'bare-burst' });
    await broker.connect();
    const batcher = openMicroBatcher({ broker });
    return {
      store: (message) => batcher.put(message),
      close: async () => {
        await batcher.close();
        await broker.close();
      },
    };
  },
};

const open = ways[process.env.MODE ?? ''];
if (!open) throw new Error(`MODE must be one of ${Object.keys(ways).join(', ')}`);
const { store, close } = await open();
const server = Fastify();
server.post<{ Body: { memberId: string; sku: string } }>('/gifticons', async (request, reply) => {
  const requestId = uuidv7();
  await store(messageOf(request.body, requestId));
  return reply.code(202).send({ requestId, statusUrl: `/gifticons/${requestId}` });
});
await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });

process.on('SIGTERM', () => void server.close().then(close));
