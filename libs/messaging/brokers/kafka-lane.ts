import type { Message } from 'kafkajs';

export interface ProducerIdentity {
  producerId: string;
  producerEpoch: number;
}

export interface Entry {
  message: Message;
  /** When publish() was called, by performance.now(): the time of day may be set meanwhile. */
  since: number;
  /** The publish() call it belongs to. */
  call: { settled(error?: unknown): void };
}

interface Batch {
  entries: Entry[];
  identity: ProducerIdentity;
  firstSequence: number;
  /** Sent without others, to learn which batch of a refused request was at fault. */
  alone: boolean;
}

/** One batch stays well below the brokers' limit of 1 MiB, also with its headers. */
const batchBytes = 512 * 1024;
const batchMessages = 1_000;
/** Numbers of messages go up to here and begin at 0 again. */
const sequenceNumbers = 2 ** 31;

/** What a failed request means for a lane. A batch that is in neither list will be sent again as it is. */
export interface Verdict {
  confirmed?: Entry[];
  refused?: Entry[];
  /** Must not be used for new batches any more: which of its numbers the brokers have seen is in doubt. */
  spentIdentity?: ProducerIdentity;
}

/**
 * What waits for one partition: a queue, and the batch that is being sent. A batch keeps its messages and its numbers
 * until it is confirmed or refused, so a broker that has it already recognises it.
 */
export class Lane {
  batch: Batch | undefined;
  isSending = false;
  private queue: Entry[] = [];
  private identity: ProducerIdentity | undefined;
  private nextSequence = 0;
  /** So many entries are sent one by one, because together they were too large. */
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

  /** Makes the next batch, unless one is waiting to be sent again. */
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

  /** @returns the entries that are safe now */
  confirmed(): Entry[] {
    const { entries, firstSequence } = this.batch!;
    this.nextSequence = (firstSequence + entries.length) % sequenceNumbers;
    this.batch = undefined;
    return entries;
  }

  /** @param wasAlone whether the request carried this lane only: otherwise a refusal may have meant another */
  failed(error: unknown, wasAlone: boolean, timeoutMs: number): Verdict {
    const { type, retriable } = error as { type?: string; retriable?: boolean };
    const isRefusal = type !== undefined && retriable === false;
    const { batch } = this;
    if (!batch || !isRefusal) return this.expire(performance.now() - timeoutMs);
    if (!wasAlone) {
      batch.alone = true;
      return {};
    }
    if (type === 'DUPLICATE_SEQUENCE_NUMBER') return { confirmed: this.confirmed() };
    if (type === 'MESSAGE_TOO_LARGE' || type === 'RECORD_LIST_TOO_LARGE') return this.tooLarge(batch);
    return this.refuse(batch);
  }

  /** Gives up what waited since before `oldest`: the batch if its first message did, and the head of the queue. */
  private expire(oldest: number): Verdict {
    const { batch } = this;
    if (batch && batch.entries[0]!.since > oldest) return {};
    const verdict = batch ? this.refuse(batch) : {};
    const fresh = this.queue.findIndex(({ since }) => since > oldest);
    const late = this.queue.splice(0, fresh < 0 ? this.queue.length : fresh);
    return { ...verdict, refused: [...(verdict.refused ?? []), ...late] };
  }

  /** Nothing was stored, so the numbers are still good, and the messages may pass one by one. */
  private tooLarge({ entries }: Batch): Verdict {
    this.batch = undefined;
    if (entries.length === 1) return { refused: entries };
    this.queue.unshift(...entries);
    this.singles = entries.length;
    return {};
  }

  private refuse({ entries, identity }: Batch): Verdict {
    this.batch = undefined;
    this.identity = undefined;
    return { refused: entries, spentIdentity: identity };
  }

  /** How many entries of the queue make the next batch: at least one. */
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

/** Characters stand for bytes here: close enough for a limit with a factor of two to spare, three for Korean. */
function sizeOf({ key, value, headers }: Message): number {
  const headerBytes = Object.entries(headers ?? {}).reduce((sum, [name, text]) => sum + name.length + text!.length, 0);
  return (key?.length ?? 0) + (value?.length ?? 0) + headerBytes;
}
