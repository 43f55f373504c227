import kafkajs, { type Admin, type EachBatchPayload } from 'kafkajs';
import { randomUUID } from 'node:crypto';
import { owners, readTopics, type GivenUp, type Published } from './facts.js';

const { Kafka, logLevel } = kafkajs;

const deadLetterTopics = [...owners, 'order-view'].map((group) => ({ topic: `dead-letter.${group}`, group }));
const allTopics = [...readTopics, ...deadLetterTopics.map(({ topic }) => topic)];

/** The end offset, by `<topic> <partition>`. */
export type Ends = ReadonlyMap<string, number>;

export interface FromTopics {
  readonly published: readonly Published[];
  readonly givenUp: readonly GivenUp[];
}

/** A record that is not an event of ours; the services turn it into a dead letter. */
const noEvent = Symbol('no event');

/** A Kafka client that shares nothing with the services': plain kafkajs, with a temporary group. */
export class TopicReader {
  private readonly kafka;
  private readonly admin: Admin;

  constructor(brokers: readonly string[]) {
    this.kafka = new Kafka({ clientId: 'campaign-checker', brokers: [...brokers], logLevel: logLevel.NOTHING });
    this.admin = this.kafka.admin();
  }

  async ends(): Promise<Ends> {
    await this.admin.connect();
    try {
      const found = new Map<string, number>();
      for (const topic of allTopics) {
        for (const { partition, high } of await this.admin.fetchTopicOffsets(topic))
          found.set(`${topic} ${partition}`, Number(high));
      }
      return found;
    } finally {
      await this.admin.disconnect();
    }
  }

  /**
   * Reads all topics from the beginning to their current end.
   * @param began end offsets before the campaign; earlier records are not new
   * @param silenceMs gives up after this long without a record
   * @throws when a topic cannot be read to its end
   */
  async read(began: Ends, silenceMs = 60_000): Promise<FromTopics> {
    const ends = await this.ends();
    const published: Published[] = [];
    const givenUp: GivenUp[] = [];
    const left = new Map([...ends].filter(([, end]) => end > 0));
    const finished = Promise.withResolvers<void>();
    let timer: NodeJS.Timeout | undefined;
    const waitOn = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        finished.reject(new Error(`the brokers gave nothing more of ${[...left.keys()].join(', ')}`));
      }, silenceMs);
    };
    const groupId = `campaign-checker-${randomUUID()}`;
    const consumer = this.kafka.consumer({ groupId });
    const take = ({ batch }: EachBatchPayload) => {
      const { topic, partition, messages } = batch;
      waitOn();
      const place = `${topic} ${partition}`;
      for (const { offset: text, headers, key, value } of messages) {
        const offset = Number(text);
        if (offset >= (ends.get(place) ?? 0)) break;
        const isNew = offset >= (began.get(place) ?? 0);
        const dead = deadLetterTopics.find((one) => one.topic === topic);
        if (dead && isNew && key) givenUp.push({ group: dead.group, orderId: key.toString() });
        if (dead) continue;
        const orderId = orderIdOf(value);
        const eventId = headers?.['ce_id']?.toString();
        if (orderId !== noEvent && eventId) published.push({ topic, partition, offset, eventId, orderId, isNew });
      }
      if (Number(batch.lastOffset()) + 1 >= (ends.get(place) ?? 0)) left.delete(place);
      if (left.size === 0) finished.resolve();
    };
    try {
      await consumer.connect();
      await consumer.subscribe({ topics: allTopics, fromBeginning: true });
      waitOn();
      if (left.size === 0) finished.resolve();
      await consumer.run({ autoCommit: false, eachBatch: async (payload) => take(payload) });
      await finished.promise;
    } finally {
      clearTimeout(timer);
      await consumer.disconnect();
    }
    await this.forget(groupId);
    return { published, givenUp };
  }

  private async forget(groupId: string): Promise<void> {
    await this.admin.connect();
    // Best effort: the brokers expire a group without members and offsets.
    await this.admin.deleteGroups([groupId]).catch(() => {});
    await this.admin.disconnect();
  }
}

function orderIdOf(value: Buffer | null): string | typeof noEvent {
  try {
    const { orderId } = JSON.parse(value?.toString() ?? '') as { orderId?: unknown };
    return typeof orderId === 'string' ? orderId : noEvent;
  } catch {
    return noEvent;
  }
}
