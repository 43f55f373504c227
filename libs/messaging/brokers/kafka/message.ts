import type { ReceivedMessage } from '../../broker.js';

interface RawMessage {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
  /** Set by our patch of kafkajs: this stands in for a batch that could not be decoded. */
  undecodable?: { firstOffset: string; reason: string };
}

/**
 * Decodes keys and headers as text. Bytes that are not UTF-8 become U+FFFD, a header without a value becomes an empty
 * one, and of repeated headers the last wins, as in Kafka's lastHeader().
 */
export function toReceived(topic: string, partition: number, raw: RawMessage): ReceivedMessage {
  const headers = Object.entries(raw.headers ?? {}).map(([name, value]) => {
    const last = Array.isArray(value) ? value.at(-1) : value;
    return [name, last?.toString() ?? ''] as const;
  });
  return {
    ...{ topic, partition, offset: raw.offset, value: raw.value },
    headers: Object.fromEntries(headers),
    key: raw.key === null ? null : raw.key.toString(),
    timestampMs: Number(raw.timestamp),
    ...(raw.undecodable && { undecodable: raw.undecodable }),
  };
}
