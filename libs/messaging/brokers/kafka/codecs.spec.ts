import { CompressionTypes } from 'kafkajs';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { largestUnpackedBytes, registerCodecs } from './codecs.js';

/** How kafkajs decodes the records of a fetch response. Much of it is in patches/kafkajs+2.2.4.patch. */
const require = createRequire(import.meta.url);
interface Decoded {
  offset: string;
  timestamp: string;
  key: Buffer | null;
  value: Buffer | null;
  headers: Record<string, unknown>;
  isControlRecord: boolean;
  undecodable?: { firstOffset: string; reason: string };
}
type Encoder = { buffer: Buffer };
const Decoder = require('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const Long = require('kafkajs/src/utils/long') as { fromValue(value: number): object };
const decodeMessages = require('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: object,
) => Promise<Decoded[]>;
const { RecordBatch } = require('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoder>;
};
const encodeRecord = require('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => Encoder;
const { crc32c } = require('@node-rs/crc32') as { crc32c: (bytes: Buffer) => number };

beforeAll(() => registerCodecs());

const batch = async (firstOffset: number, values: readonly string[], compression = 0, headers: object = {}) => {
  const records = values.map((value, offsetDelta) =>
    encodeRecord({ offsetDelta, timestampDelta: 0, key: 'k', value, headers }),
  );
  const lastOffsetDelta = values.length - 1;
  const encoded = await RecordBatch({
    ...{ records, compression, lastOffsetDelta, firstOffset: Long.fromValue(firstOffset), firstTimestamp: 1_000 },
    maxTimestamp: 2_000,
  });
  return Buffer.from(encoded.buffer);
};
const checksumAt = 17;
const attributesAt = 21;
const recordsAt = 61;
/** As a deliberate sender would build it: with a correct checksum. */
const signed = (bytes: Buffer) => {
  bytes.writeUInt32BE(crc32c(bytes.subarray(attributesAt)), checksumAt);
  return bytes;
};
const withPayload = (bytes: Buffer, payload: Buffer) => {
  const changed = Buffer.concat([bytes.subarray(0, recordsAt), payload]);
  changed.writeInt32BE(changed.length - 12, 8);
  return signed(changed);
};
const decode = (...batches: Buffer[]) => {
  const bytes = Buffer.concat(batches);
  const size = Buffer.alloc(4);
  size.writeInt32BE(bytes.length);
  return decodeMessages(new Decoder(Buffer.concat([size, bytes])));
};
const texts = (records: readonly Decoded[]) => records.map(({ value }) => value?.toString() ?? null);

const codecs = [
  ['gzip', CompressionTypes.GZIP],
  ['snappy', CompressionTypes.Snappy],
  ['lz4', CompressionTypes.LZ4],
  ['zstd', CompressionTypes.ZSTD],
] as const;
const values = Array.from({ length: 50 }, (_, n) => `${n} ${'주문'.repeat(n)}`);

test.each(codecs)('%s is decoded', async (_name, compression) => {
  expect(texts(await decode(await batch(7, values, compression)))).toEqual(values);
});

test('snappy is also decoded in blocks, as Java writes it', async () => {
  const bare = await batch(7, values, CompressionTypes.Snappy);
  const block = bare.subarray(recordsAt);
  const header = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 0]);
  header.writeUInt32BE(block.length, 16);
  expect(texts(await decode(withPayload(bare, Buffer.concat([header, block]))))).toEqual(values);
});

const undecodable: [string, () => Promise<Buffer>, RegExp][] = [
  ...codecs.map(([name, codec]): [string, () => Promise<Buffer>, RegExp] => [
    `${name} of garbage`,
    async () => withPayload(await batch(2, ['a', 'b', 'c'], codec), Buffer.alloc(300, 0xab)),
    /./,
  ]),
  ...codecs.map(([name, codec]): [string, () => Promise<Buffer>, RegExp] => [
    `${name} that is truncated`,
    async () => {
      const whole = await batch(2, ['a'.repeat(2_000), 'b', 'c'], codec);
      return withPayload(whole, whole.subarray(recordsAt, -7));
    },
    /./,
  ]),
  [
    'an unknown codec',
    async () => {
      const bytes = await batch(2, ['a', 'b', 'c']);
      bytes.writeInt16BE(6, attributesAt);
      return signed(bytes);
    },
    /no codec 6/,
  ],
  [
    'a wrong checksum',
    async () => {
      const bytes = await batch(2, ['a', 'b', 'c']);
      bytes[bytes.length - 3]! ^= 1;
      return bytes;
    },
    /checksum/,
  ],
  [
    'more than the size limit',
    async () =>
      withPayload(
        await batch(2, ['a', 'b', 'c'], CompressionTypes.GZIP),
        gzipSync(Buffer.alloc(largestUnpackedBytes + 1)),
      ),
    /larger than/,
  ],
];

test.each(undecodable)(
  '%s is skipped: its offsets are known, its neighbours are decoded',
  async (_name, make, reason) => {
    const [before, bad, after, ...more] = await decode(
      await batch(0, ['x', 'y']),
      await make(),
      await batch(5, ['z']),
    ).then((records) => [records.slice(0, 2), records[2], records.slice(3)] as const);
    expect(texts(before)).toEqual(['x', 'y']);
    expect(bad).toMatchObject({ offset: '4', timestamp: '2000', key: null, value: null, isControlRecord: false });
    expect(bad?.undecodable).toEqual({ firstOffset: '2', reason: expect.stringMatching(reason) as string });
    expect(after.map(({ offset }) => offset)).toEqual(['5']);
    expect(more).toEqual([]);
  },
);

test('a batch that compaction left empty is skipped', async () => {
  const empty = withPayload(await batch(2, ['a', 'b', 'c']), Buffer.alloc(0));
  empty.writeInt32BE(0, recordsAt - 4);
  const records = await decode(signed(empty), await batch(5, ['z']));
  expect(records.map(({ offset, isControlRecord }) => [offset, isControlRecord])).toEqual([
    ['4', true],
    ['5', false],
  ]);
});

test('a batch of 200,000 records is decoded', async () => {
  const one = encodeRecord({ offsetDelta: 0, timestampDelta: 0, key: 'k', value: '', headers: {} }).buffer;
  const many = Buffer.concat(Array<Buffer>(200_000).fill(one));
  const bytes = withPayload(await batch(0, ['a'], CompressionTypes.GZIP), gzipSync(many));
  bytes.writeInt32BE(200_000, recordsAt - 4);
  expect(await decode(signed(bytes))).toHaveLength(200_000);
});

test('a message with 50,000 headers is decoded quickly, and both values of a repeated header are kept', async () => {
  const headers = Object.fromEntries(Array.from({ length: 50_000 }, (_, n) => [`header-${n}`, ['a', 'b', 'c']]));
  const begun = performance.now();
  const [record] = await decode(await batch(0, ['x'], 0, headers));
  expect(performance.now() - begun).toBeLessThan(10_000);
  expect(Object.keys(record!.headers)).toHaveLength(50_000);
  expect(record!.headers['header-7']).toEqual(['a', 'b', 'c'].map((text) => Buffer.from(text)));
});
