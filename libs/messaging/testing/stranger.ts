import { Kafka, logLevel, type Message } from 'kafkajs';
import { waitFor } from '#runtime';

/** What somebody who is not of this platform can do to its topics, with a client of their own. */
export interface Stranger {
  publish(topic: string, messages: readonly Message[]): Promise<void>;
  /** A transaction with a message for each value, all in partition 0. */
  transact(topic: string, values: readonly string[], end: 'commit' | 'abort'): Promise<void>;
  /**
   * The same, and the transaction is not ended.
   * @returns what takes it back
   */
  leaveOpen(topic: string, values: readonly string[]): Promise<() => Promise<void>>;
  /** Partitions in all. */
  addPartitions(topic: string, count: number): Promise<void>;
  /** Sets a group without members to an offset in each partition, whether it is there or not. */
  setOffsets(group: string, topic: string, offset: string): Promise<void>;
  /** A topic in which a record has the time that its producer says, whatever that is. */
  createTopic(topic: string): Promise<void>;
  /** Resolves when they are gone for every broker that is asked. */
  deleteTopics(...topics: string[]): Promise<void>;
  /** All records below the offset of each partition. */
  deleteRecords(topic: string, partitions: { partition: number; offset: string }[]): Promise<void>;
}

const limitMs = 60_000;
/** Brokers refuse times more than an hour ahead, and delete what calls itself older than a week when they come round to it. */
const anyTime = [
  { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' },
  { name: 'retention.ms', value: '-1' },
];

export function strangerTo(brokers: readonly string[]): Stranger {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING });

  /** Coordinators of transactions take a moment to be there after a cluster was started. */
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
        // kafkajs looks for the leaders in what it knows already.
        await admin.fetchTopicOffsets(topic);
        await admin.deleteTopicRecords({ topic, partitions });
      }),
  };
}
