import type { BrokerConnection } from 'kafkajs/src/cluster/index.js';
import Decoder from 'kafkajs/src/protocol/decoder.js';
import { createErrorFromCode } from 'kafkajs/src/protocol/error.js';
import apiKeys from 'kafkajs/src/protocol/requests/apiKeys.js';
import protocol from 'kafkajs/src/protocol/requests/index.js';
import { byTopic } from './by-topic.js';

/**
 * Decodes broker responses piece by piece. kafkajs rejects a whole response if one topic, partition or group in it has
 * an error, so one deleted topic would hide all others. Here the valid pieces are returned and the rest is left out.
 */

/** A place in a partition. Offsets are decimal strings because they outgrow a JavaScript number. */
export interface PartitionOffset {
  topic: string;
  partition: number;
  offset: string;
}

export interface TopicState {
  topic: string;
  partitions: { partition: number; leader: number | null; replicas: number[]; inSync: number[] }[];
}

/** Error codes of the protocol that are not failures here. */
const none = 0;
const unknownTopic = 3;

type Api = 'Fetch' | 'ListOffsets' | 'Metadata' | 'OffsetFetch';

async function ask<T>(broker: BrokerConnection, api: Api, given: object, decode?: (payload: Buffer) => T): Promise<T> {
  const { request, response, requestTimeout } = broker.lookupRequest(apiKeys[api], protocol.requests[api])(given);
  try {
    return (await broker.connectionPool.send({
      request,
      requestTimeout,
      response: {
        decode: decode ? async (payload: Buffer) => decode(payload) : response.decode,
        parse: async (answer: unknown) => answer,
      },
    })) as T;
  } catch (error) {
    if ((error as { name?: string }).name === 'KafkaJSConnectionClosedError') await broker.disconnect();
    throw error;
  }
}

/** Topics as one broker knows them. Topics that do not exist are left out. */
export async function topicsAt(broker: BrokerConnection, topics: readonly string[]): Promise<TopicState[]> {
  if (topics.length === 0) return [];
  const { topicMetadata } = await ask<Awaited<ReturnType<BrokerConnection['metadata']>>>(broker, 'Metadata', {
    topics: [...topics],
    allowAutoTopicCreation: false,
  });
  return topicMetadata
    .filter(({ topicErrorCode }) => topicErrorCode !== unknownTopic)
    .map(({ topic, partitionMetadata }) => ({
      topic,
      partitions: partitionMetadata
        .map(({ partitionId, leader, replicas, isr }) => ({
          ...{ partition: partitionId, leader: leader < 0 ? null : leader, replicas, inSync: isr },
        }))
        .sort((a, b) => a.partition - b.partition),
    }));
}

const listOffsetsAt = { first: '-2', end: '-1' };

/** Records of an open transaction are before the end, although read-committed consumers cannot receive them yet. */
const readUncommitted = 0;

/**
 * The first remaining offset, or the offset after the last record, as the leader knows it. Partitions that it no longer
 * leads are left out.
 */
export async function offsetsAt(
  leader: BrokerConnection,
  partitions: readonly { topic: string; partition: number }[],
  which: 'first' | 'end',
): Promise<PartitionOffset[]> {
  if (partitions.length === 0) return [];
  type Answer = { topic: string; partitions: { partition: number; errorCode: number; offset: string }[] }[];
  const { responses } = await ask<{ responses: Answer }>(leader, 'ListOffsets', {
    isolationLevel: readUncommitted,
    topics: byTopic(partitions).map(({ topic, partitions: asked }) => ({
      topic,
      partitions: asked.map(({ partition }) => ({ partition, timestamp: listOffsetsAt[which] })),
    })),
  });
  return responses.flatMap(({ topic, partitions: answered }) =>
    answered
      .filter(({ errorCode, offset }) => errorCode === none && Number(offset) >= 0)
      .map(({ partition, offset }) => ({ topic, partition, offset })),
  );
}

/** @throws if the coordinator refuses the whole group */
export async function committedAt(coordinator: BrokerConnection, group: string): Promise<PartitionOffset[]> {
  type Answer = { topic: string; partitions: { partition: number; errorCode: number; offset: string }[] }[];
  const { errorCode, responses } = await ask<{ errorCode: number; responses: Answer }>(coordinator, 'OffsetFetch', {
    groupId: group,
    // kafkajs encodes an empty list as null, which asks for everything the group ever committed.
    topics: [],
  });
  if (errorCode !== none) throw createErrorFromCode(errorCode);
  return responses.flatMap(({ topic, partitions }) =>
    partitions
      .filter((answered) => answered.errorCode === none && Number(answered.offset) >= 0)
      .map(({ partition, offset }) => ({ topic, partition, offset })),
  );
}

/** What a leader sent for one partition: whole and truncated batches, as they are in its log. */
export interface FetchedPartition {
  topic: string;
  partition: number;
  /** 0 on success. */
  errorCode: number;
  /** The offset after the last record that no open transaction can abort (last stable offset). */
  stableEnd: number;
  /** Aborted transactions in this part of the log. */
  aborted: readonly { producerId: string; firstOffset: number }[];
  records: Buffer;
}

/**
 * Reads from partitions without joining a group and without decoding records. A leader sends at least one batch per
 * response, whatever its size; with several partitions in a request, some may get nothing although they have records.
 */
export async function fetchFrom(
  leader: BrokerConnection,
  places: readonly PartitionOffset[],
  maxBytesEach: number,
): Promise<FetchedPartition[]> {
  const given = {
    ...{ maxWaitTime: 0, minBytes: 1, maxBytes: 32 * 1024 * 1024, isolationLevel: 1, rackId: '' },
    topics: byTopic(places).map(({ topic, partitions }) => ({
      topic,
      partitions: partitions.map(({ partition, offset }) => ({
        ...{ partition, fetchOffset: offset, maxBytes: maxBytesEach },
      })),
    })),
  };
  return ask(leader, 'Fetch', given, decodeFetched);
}

/** Version 11, the newest that kafkajs sends. Every broker since Kafka 2.3 supports it. */
function decodeFetched(payload: Buffer): FetchedPartition[] {
  const decoder = new Decoder(payload);
  decoder.readInt32();
  const errorCode = decoder.readInt16();
  if (errorCode !== none) throw createErrorFromCode(errorCode);
  decoder.readInt32();
  return decoder
    .readArray((topics) => {
      const topic = topics.readString();
      return topics.readArray((partitions) => decodePartition(topic, partitions));
    })
    .flat();
}

function decodePartition(topic: string, decoder: Decoder): FetchedPartition {
  const partition = decoder.readInt32();
  const errorCode = decoder.readInt16();
  decoder.readInt64();
  const stableEnd = Number(decoder.readInt64());
  decoder.readInt64();
  const aborted = decoder.readArray((entry) => ({
    producerId: entry.readInt64().toString(),
    firstOffset: Number(entry.readInt64()),
  }));
  decoder.readInt32();
  const size = decoder.readInt32();
  const records = size > 0 ? decoder.readBytes(size) : Buffer.alloc(0);
  return { topic, partition, errorCode, stableEnd, aborted, records };
}
