import Decoder from 'kafkajs/src/protocol/decoder.js';
import decodeBatch from 'kafkajs/src/protocol/recordBatch/v0/decoder.js';
import type { FetchedPartition } from './answers.js';

/** A batch in a partition's log, from its header alone: records are neither decoded nor decompressed. */
export interface RecordBatch {
  firstOffset: number;
  lastOffset: number;
  /** Fewer than the offset range where compaction removed some. */
  records: number;
  /** Whether read-committed consumers skip it: a transaction marker, or an aborted transaction. */
  isHidden: boolean;
  written: BatchTime;
  bytes: Buffer;
}

/** When a batch was written: milliseconds since 1970. */
export interface BatchTime {
  /** Of the latest record. */
  timestampMs: number;
  /** Set by the broker that stored it, or by the producer, whose clock may be wrong. */
  saidBy: 'broker' | 'producer';
}

// Places in a batch of format 2, the only one since Kafka 0.11.
const at = {
  ...{ firstOffset: 0, length: 8, magic: 16, attributes: 21, lastOffsetDelta: 23 },
  ...{ maxTimestamp: 35, producerId: 43, records: 57 },
};
const headerBytes = 61;
/** The bytes that the length field does not include: itself and the first offset. */
const beforeLength = 12;
const flags = { logAppendTime: 0x08, transactional: 0x10, control: 0x20 };

/** The complete batches of a response, oldest first. A truncated one ends it. */
export function* batchesOf({ records, aborted }: Pick<FetchedPartition, 'records' | 'aborted'>): Iterable<RecordBatch> {
  const toCome = [...aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const takenBack = new Set<string>();
  let start = 0;
  while (start + headerBytes <= records.length) {
    const end = start + beforeLength + records.readInt32BE(start + at.length);
    if (end > records.length || end <= start) return;
    const bytes = records.subarray(start, end);
    start = end;
    if (bytes.readInt8(at.magic) !== 2) throw new Error('a batch is in a format from before Kafka 0.11');
    const attributes = bytes.readInt16BE(at.attributes);
    const firstOffset = Number(bytes.readBigInt64BE(at.firstOffset));
    const lastOffset = firstOffset + bytes.readInt32BE(at.lastOffsetDelta);
    const producerId = String(bytes.readBigInt64BE(at.producerId));
    while (toCome[0] && toCome[0].firstOffset <= lastOffset) takenBack.add(toCome.shift()!.producerId);
    const isControl = (attributes & flags.control) !== 0;
    const isTakenBack = (attributes & flags.transactional) !== 0 && takenBack.has(producerId);
    if (isControl) takenBack.delete(producerId);
    yield {
      ...{ firstOffset, lastOffset, bytes },
      records: bytes.readInt32BE(at.records),
      isHidden: isControl || isTakenBack,
      written: {
        timestampMs: Number(bytes.readBigInt64BE(at.maxTimestamp)),
        saidBy: (attributes & flags.logAppendTime) !== 0 ? 'broker' : 'producer',
      },
    };
  }
}

/** How many records of a batch a reader gets that starts at an offset. */
export async function readableFrom(batch: RecordBatch, offset: number): Promise<number> {
  const { firstOffset, lastOffset, records, isHidden } = batch;
  if (isHidden || offset > lastOffset) return 0;
  if (offset <= firstOffset) return records;
  if (records === lastOffset - firstOffset + 1) return lastOffset - offset + 1;
  try {
    return (await recordsOf(batch)).filter((record) => Number(record.offset) >= offset).length;
  } catch {
    // Compressed with an unknown codec, and compacted: this is the upper bound.
    return Math.min(records, lastOffset - offset + 1);
  }
}

/** @throws when the batch is damaged, or compressed with an unknown codec */
export async function recordsOf({ bytes }: RecordBatch) {
  return (await decodeBatch(new Decoder(bytes))).records;
}
