import type { Delivery } from './reaction.js';

/** A dead letter to be written to the outbox. */
export interface Letter {
  key: string | null;
  headers: Record<string, string>;
  value: Buffer | null;
}

/**
 * A compressed message can decompress to more than a broker accepts (1 MiB by default). With the overhead of a batch,
 * this size is always accepted.
 */
export const largestLetterBytes = 900_000;
/** Encoding headers takes time, and the process has other work. */
const mostHeaders = 1_000;
/** Per header of others, if all headers together are too large. */
const largestHeaderBytes = 1_000;
/** Without these it would be unknown what the message was. */
const headersKept = /^(ce_|dl_)|^(content-type|traceparent)$/;

/**
 * The dead letter of a message: all of it, with the reason and its position. If that is too large, the value is left
 * out, and if necessary also the key and headers that are not ours; `dl_left_out` then says so. The original can still
 * be read where it was published: topic, partition and offset are in the headers.
 */
export function letterOf({ message, handler, topic, replayed }: Delivery, reason: string, timeMs: number): Letter {
  const { key, headers, value, undecodable } = message;
  // A replayed message keeps the position where it was first published. One that others published to the replay topic
  // has none.
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

/** Size on the wire, where everything is UTF-8. */
function bytesOf({ key, headers, value }: Letter): number {
  const texts = [key ?? '', ...Object.entries(headers).flat()];
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 3, value?.length ?? 0);
}
