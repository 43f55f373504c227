import type { Message } from 'kafkajs';
import { BrokerUnavailable, DoubtfulMessage, HeldBehind, NeverTaken } from '../../errors.js';
import { toPublisher } from './replies.js';

export interface ProducerIdentity {
  producerId: string;
  producerEpoch: number;
}

export interface Entry {
  message: Message;
  /** When publish() was called, by performance.now(), because the wall clock may be set meanwhile. */
  since: number;
  /** The publish() call it belongs to, and its index in it. */
  call: { settled(place: number, error?: Error): void };
  place: number;
}

interface Batch {
  entries: Entry[];
  identity: ProducerIdentity;
  firstSequence: number;
  /** Sent without others, to find out which batch of a refused request was at fault. */
  alone: boolean;
}

/** Keeps a batch well below the brokers' limit of 1 MiB, headers included. */
const batchBytes = 512 * 1024;
const batchMessages = 1_000;
/** Sequence numbers wrap to 0 here. */
const sequenceNumbers = 2 ** 31;

export interface Refusal {
  entry: Entry;
  error: Error;
}

/** What a failed request means for a lane. A batch that is in neither list is sent again unchanged. */
export interface Verdict {
  confirmed?: Entry[];
  refused?: Refusal[];
  /** Must not be used for new batches: it is unknown which of its numbers the brokers have seen. */
  spentIdentity?: ProducerIdentity;
}

/**
 * What waits for one partition: a queue, and the batch in flight. A batch keeps its messages and its numbers until it
 * is confirmed or refused, so a broker that already has it recognises it.
 */
export class Lane {
  batch: Batch | undefined;
  isSending = false;
  private queue: Entry[] = [];
  private identity: ProducerIdentity | undefined;
  private nextSequence = 0;
  /** How many entries to send one by one, because together they were too large. */
  private singles = 0;

  constructor(
    readonly topic: string,
    readonly partition: number,
  ) {}

  add(entry: Entry): void {
    this.queue.push(entry);
  }

  isIdle(): boolean {
    return !this.batch && this.queue.length === 0;
  }

  /** Builds the next batch, unless one is waiting to be sent again. */
  prepare(identity: ProducerIdentity): void {
    if (this.batch) return;
    if (this.identity !== identity) {
      this.identity = identity;
      this.nextSequence = 0;
    }
    const entries = this.queue.splice(0, this.fitting());
    if (this.singles > 0) this.singles--;
    this.batch = { entries, identity, firstSequence: this.nextSequence, alone: false };
  }

  topicData() {
    const { entries, firstSequence } = this.batch!;
    const messages = entries.map(({ message }) => message);
    return { topic: this.topic, partitions: [{ partition: this.partition, firstSequence, messages }] };
  }

  /** @returns the entries that are stored now */
  confirmed(): Entry[] {
    const { entries, firstSequence } = this.batch!;
    this.nextSequence = (firstSequence + entries.length) % sequenceNumbers;
    this.batch = undefined;
    return entries;
  }

  /** @param wasAlone whether the request held only this lane: otherwise the refusal may be for another one */
  failed(error: unknown, wasAlone: boolean, timeoutMs: number): Verdict {
    const { batch } = this;
    const reply = toPublisher(error);
    if (!batch || reply === 'not now') return this.expire(performance.now() - timeoutMs, error);
    if (!wasAlone) {
      batch.alone = true;
      return {};
    }
    if (reply === 'stored') return { confirmed: this.confirmed() };
    if (reply === 'new numbers') return this.refuse(batch, error);
    // Nothing was stored, and single messages may succeed.
    const spentIdentity = reply === 'doubtful' ? this.spend(batch) : undefined;
    this.batch = undefined;
    if (batch.entries.length > 1) {
      this.queue.unshift(...batch.entries);
      this.singles = batch.entries.length;
      return { spentIdentity };
    }
    const [entry] = batch.entries as [Entry];
    const reason = (error as Error).message;
    const own = reply === 'never' ? new NeverTaken(reason, error) : new DoubtfulMessage(reason, error);
    return { refused: [{ entry, error: own }, ...this.holdBehind(entry, own)], spentIdentity };
  }

  /** Messages that would overtake a refused one: those of the same call with its key. */
  private holdBehind({ call, message: { key } }: Entry, error: Error): Refusal[] {
    if (key === null || key === undefined) return [];
    const isBehind = (entry: Entry) => entry.call === call && entry.message.key === key;
    const behind = this.queue.filter(isBehind);
    this.singles -= this.queue.slice(0, this.singles).filter(isBehind).length;
    this.queue = this.queue.filter((entry) => !isBehind(entry));
    return behind.map((entry) => ({ entry, error: new HeldBehind(error) }));
  }

  /** Gives up on everything older than `oldest`: the batch if its first message is, and the head of the queue. */
  private expire(oldest: number, error: unknown): Verdict {
    const { batch } = this;
    if (batch && batch.entries[0]!.since > oldest) return {};
    const verdict = batch ? this.refuse(batch, error) : {};
    const fresh = this.queue.findIndex(({ since }) => since > oldest);
    const late = this.queue.splice(0, fresh < 0 ? this.queue.length : fresh);
    this.singles = Math.max(0, this.singles - late.length);
    return { ...verdict, refused: [...(verdict.refused ?? []), ...unconfirmed(late, error)] };
  }

  private refuse(batch: Batch, error: unknown): Verdict {
    this.batch = undefined;
    return { refused: unconfirmed(batch.entries, error), spentIdentity: this.spend(batch) };
  }

  private spend({ identity }: Batch): ProducerIdentity {
    this.identity = undefined;
    return identity;
  }

  /** How many queued entries fit the next batch: at least one. */
  private fitting(): number {
    if (this.singles > 0) return 1;
    let bytes = 0;
    let count = 0;
    for (const { message } of this.queue) {
      bytes += sizeOf(message);
      if (count > 0 && (bytes > batchBytes || count >= batchMessages)) break;
      count++;
    }
    return count;
  }
}

const unconfirmed = (entries: readonly Entry[], cause: unknown): Refusal[] =>
  entries.map((entry) => ({ entry, error: new BrokerUnavailable('the message was not confirmed', cause) }));

/** Counts characters as bytes: close enough for a limit with a factor of two to spare (three for Korean). */
export function sizeOf({ key, value, headers }: Message): number {
  const headerBytes = Object.entries(headers ?? {}).reduce((sum, [name, text]) => sum + name.length + text!.length, 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
}
