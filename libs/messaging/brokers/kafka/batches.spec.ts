import { crc32c } from '@node-rs/crc32';
import { batchesOf, readableFrom, type RecordBatch } from './batches.js';

interface Written {
  firstOffset: number;
  lastOffset: number;
  /** Offsets of the remaining records. */
  offsets?: readonly number[];
  attributes?: number;
  producerId?: number;
  maxTimestamp?: number;
}

const [logAppendTime, transactional, control] = [0x08, 0x10, 0x20];

/** A batch as a broker stores it. Its records hold nothing but their offset. */
function batch(written: Written): Buffer {
  const { firstOffset, lastOffset, attributes = 0, producerId = -1, maxTimestamp = 7 } = written;
  const all = Array.from({ length: lastOffset - firstOffset + 1 }, (_, delta) => firstOffset + delta);
  const offsets = written.offsets ?? all;
  // Length, attributes, time and offset deltas, no key, no value, no headers; numbers up to 63 are one zigzag byte.
  const records = offsets.map((offset) => Buffer.from([12, 0, 0, (offset - firstOffset) * 2, 1, 1, 0]));
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(BigInt(firstOffset), 0);
  header.writeInt32BE(49 + 7 * records.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(lastOffset - firstOffset, 23);
  header.writeBigInt64BE(BigInt(maxTimestamp), 35);
  header.writeBigInt64BE(BigInt(producerId), 43);
  header.writeInt32BE(records.length, 57);
  const bytes = Buffer.concat([header, ...records]);
  bytes.writeUInt32BE(crc32c(bytes.subarray(21)), 17);
  return bytes;
}

const read = (records: readonly Buffer[], aborted: { producerId: string; firstOffset: number }[] = []) => [
  ...batchesOf({ records: Buffer.concat(records), aborted }),
];
const only = (written: Written): RecordBatch => read([batch(written)])[0]!;

describe('batches of a log', () => {
  it('are recognised by their headers, and a truncated one is skipped', () => {
    const two = batch({ firstOffset: 3, lastOffset: 9 });
    const found = read([batch({ firstOffset: 0, lastOffset: 2 }), two.subarray(0, two.length - 1)]);
    expect(found).toMatchObject([{ firstOffset: 0, lastOffset: 2, records: 3, isHidden: false }]);
  });

  it('give the time of the latest record, and who set it', () => {
    expect(only({ firstOffset: 0, lastOffset: 0 }).written).toEqual({ timestampMs: 7, saidBy: 'producer' });
    const stamped = only({ firstOffset: 0, lastOffset: 0, attributes: logAppendTime, maxTimestamp: 8 });
    expect(stamped.written).toEqual({ timestampMs: 8, saidBy: 'broker' });
  });

  it('are hidden if they are transaction markers or belong to an aborted transaction', () => {
    const one = (offset: number, attributes: number, producerId: number) =>
      batch({ firstOffset: offset, lastOffset: offset, attributes, producerId });
    const log = [
      ...[one(0, transactional, 1), one(1, transactional, 2), one(2, 0, 1)],
      ...[one(3, transactional | control, 1), one(4, transactional, 1), one(5, transactional | control, 2)],
    ];
    const hidden = read(log, [{ producerId: '1', firstOffset: 0 }]).map(({ isHidden }) => isHidden);
    expect(hidden).toEqual([true, false, false, true, false, true]);
  });
});

describe('what a reader gets of a batch', () => {
  it('is the records at and after its offset', async () => {
    const whole = only({ firstOffset: 10, lastOffset: 19 });
    expect(await Promise.all([0, 10, 15, 19, 20].map((from) => readableFrom(whole, from)))).toEqual([10, 10, 5, 1, 0]);
  });

  it('is the records that compaction kept', async () => {
    const compacted = only({ firstOffset: 10, lastOffset: 19, offsets: [11, 14] });
    expect(await Promise.all([10, 11, 12, 14, 15].map((from) => readableFrom(compacted, from)))).toEqual([
      2, 2, 1, 1, 0,
    ]);
  });

  it('is nothing if it is hidden', async () => {
    const marker = only({ firstOffset: 10, lastOffset: 10, attributes: transactional | control });
    expect(await readableFrom(marker, 10)).toBe(0);
  });
});
