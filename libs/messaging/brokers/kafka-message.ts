import type { ReceivedMessage } from '../broker.js';

interface RawMessage {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers?: Record<string, Buffer | string | (Buffer | string)[] | undefined>;
}

/** Reads keys and headers as text. Bytes that are no UTF-8 become U+FFFD; of a header given twice the last counts. */
export function toReceived(topic: string, partition: number, raw: RawMessage): ReceivedMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(raw.headers ?? {})) {
    const last = Array.isArray(value) ? value.at(-1) : value;
    if (last !== undefined && last !== null) headers[name] = last.toString();
  }
  return {
    ...{ topic, partition, offset: raw.offset, headers, value: raw.value },
    key: raw.key === null ? null : raw.key.toString(),
    timestampMs: Number(raw.timestamp),
  };
}
