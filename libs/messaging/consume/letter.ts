import type { Delivery } from './reaction.js';

/** A dead letter on its way into the outbox. */
export interface Letter {
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

/**
 * A message that arrived compressed may be larger, unpacked, than any broker takes (1 MiB, unless it is told otherwise). With what
 * a batch adds to a record, this is sure to be taken.
 */
export const largestLetterBytes = 900_000;
/** Each costs time to encode, in a process that has other things to do. */
const mostHeaders = 1_000;
/** Of a header that was sent along, when all of them together are too large. */
const largestHeaderBytes = 1_000;
/** Without these it would not be known what the message was. */
const headersKept = /^(ce_|dl_)|^(content-type|traceparent)$/;

/**
 * What is kept of a message that was given up: all of it, with the reason and its place. When that is too large its value is left
 * out, and if need be its key and the headers of strangers too; `dl_left_out` then says so. The whole can still be read where
 * it was published: topic, partition and offset are in the headers.
 */
export function letterOf({ message, handler, topic, replayed }: Delivery, reason: string, timeMs: number): Letter {
  const { key, headers, value, undecodable } = message;
  // What was sent back keeps the place where it was published. Something that somebody put among the replays has none.
  const place =
    replayed && headers.dl_topic !== undefined
      ? {}
      : {
          dl_topic: replayed ? message.topic : topic,
          dl_partition: String(message.partition),
          dl_offset: undecodable?.firstOffset ?? message.offset,
          ...(undecodable && { dl_last_offset: message.offset }),
        };
  const about = { ...place, dl_reason: reason, dl_handler: handler, dl_time: new Date(timeMs).toISOString() };
  const whole = { key, headers: { ...headers, ...about }, value };
  if (fits(whole)) return whole;
  const withoutValue = { key, headers: { ...headers, ...about, ...leftOut('value') }, value: null };
  if (fits(withoutValue)) return withoutValue;
  const ours = Object.entries(headers)
    .filter(([name]) => headersKept.test(name))
    .map(([name, text]) => [name, cut(text)] as const);
  return {
    key: key !== null && Buffer.byteLength(key) > largestHeaderBytes ? null : key,
    headers: { ...Object.fromEntries(ours.slice(0, 50)), ...about, ...leftOut('value, key, headers') },
    value: null,
  };
}

const leftOut = (what: string) => ({ dl_left_out: what });

const cut = (text: string): string => Buffer.from(text).subarray(0, largestHeaderBytes).toString();

const fits = (letter: Letter): boolean =>
  Object.keys(letter.headers).length <= mostHeaders && bytesOf(letter) <= largestLetterBytes;

/** As it travels: all in UTF-8. */
function bytesOf({ key, headers, value }: Letter): number {
  const texts = [key ?? '', ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 3, value?.length ?? 0);
}
