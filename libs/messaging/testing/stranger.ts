import { Kafka, logLevel, type Message } from 'kafkajs';
import { waitFor } from '#runtime';

/** What someone outside of this platform can do to its topics, with their own client. */
export interface Stranger {
  publish(topic: string, messages: readonly Message[]): Promise<void>;
  /** A transaction with one message per value, all in partition 0. */
  transact(topic: string, values: readonly string[], end: 'commit' | 'abort'): Promise<void>;
  /**
   * The same, but leaves the transaction open.
   * @returns a function that aborts it
   */
  leaveOpen(topic: string, values: readonly string[]): Promise<() => Promise<void>>;
  /** The total number of partitions. */
  addPartitions(topic: string, count: number): Promise<void>;
  /** Sets a group without members to an offset in each partition, existing or not. */
  setOffsets(group: string, topic: string, offset: string): Promise<void>;
  /** A topic that keeps the timestamps of its producers, whatever they are. */
  createTopic(topic: string): Promise<void>;
  /** Resolves when they are gone on every broker. */
  deleteTopics(...topics: string[]): Promise<void>;
  /** Deletes all records below the given offset of each partition. */
  deleteRecords(topic: string, partitions: { partition: number; offset: string }[]): Promise<void>;
}

const limitMs = 60_000;
/**
 * By default brokers refuse timestamps more than an hour ahead, and delete records with timestamps older than a week.
 */
const anyTime = [
  { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' },
  { name: 'retention.ms', value: '-1' },
];

export function strangerTo(brokers: readonly string[]): Stranger {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

  /** Transaction coordinators are not available right after a cluster starts. */
  const patient = { retry: { initialRetryTime: 200, maxRetryTime: 2_000, retries: 40 } };

  const asAdmin = async <T>(work: (admin: ReturnType<typeof kafka.admin>) => Promise<T>): Promise<T> => {
    const admin = kafka.admin(patient);
    await admin.connect();
    try {
      return await work(admin);
    } finally {
      await admin.disconnect();
    }
  };

  const begin = async (topic: string, values: readonly string[]) => {
    const transactionalId = `stranger-${topic}`;
    const producer = kafka.producer({ transactionalId, maxInFlightRequests: 1, idempotent: true, ...patient });
    await producer.connect();
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: values.map((value) => ({ partition: 0, value })) });
    return async (end: 'commit' | 'abort') => {
      await transaction[end]();
      await producer.disconnect();
    };
  };

  return {
    async publish(topic, messages) {
      const producer = kafka.producer();
      await producer.connect();
      await producer.send({ topic, messages: [...messages] });
      await producer.disconnect();
    },
    async transact(topic, values, end) {
      const finish = await begin(topic, values);
      await finish(end);
    },
    async leaveOpen(topic, values) {
      const end = await begin(topic, values);
      return () => end('abort');
    },
    addPartitions: (topic, count) =>
      asAdmin(async (admin) => void (await admin.createPartitions({ topicPartitions: [{ topic, count }] }))),
    setOffsets: (groupId, topic, offset) =>
      asAdmin(async (admin) => {
        const there = await admin.fetchTopicOffsets(topic);
        const partitions = there.map(({ partition }) => ({ partition, offset }));
        await admin.setOffsets({ groupId, topic, partitions });
      }),
    createTopic: (topic) =>
      asAdmin(async (admin) => {
        await admin.createTopics({
          topics: [{ topic, numPartitions: 3, replicationFactor: 3, configEntries: anyTime }],
          waitForLeaders: false,
        });
        await waitFor({ what: `${topic} to be there`, limitMs, everyMs: 100 }, async () => {
          const found = await admin.fetchTopicMetadata({ topics: [topic] });
          return found.topics[0]!.partitions.every(({ leader }) => leader >= 0);
        });
      }),
    deleteTopics: (...topics) =>
      asAdmin(async (admin) => {
        await admin.deleteTopics({ topics });
        await waitFor({ what: `${topics.join(', ')} to be gone`, limitMs, everyMs: 100 }, async () => {
          const there = await admin.listTopics();
          return !topics.some((topic) => there.includes(topic));
        });
      }),
    deleteRecords: (topic, partitions) =>
      asAdmin(async (admin) => {
        // kafkajs looks up the leaders in cached metadata.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions });
      }),
  };
}
