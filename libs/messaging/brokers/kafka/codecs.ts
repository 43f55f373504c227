import kafkajs, { type CompressionTypes as CompressionType } from 'kafkajs';
import lz4 from 'lz4-napi';
import { promisify } from 'node:util';
import { gzip, unzip, zstdCompress, zstdDecompress } from 'node:zlib';
import snappy from 'snappy';

// Node's named imports find only the first of a CommonJS module's exports, and these are not among them; Jest finds
// all.
const { CompressionCodecs, CompressionTypes } = kafkajs;

/** kafkajs' encoder; `buffer` holds the bytes to compress. */
interface Encoder {
  readonly buffer: Buffer;
}

interface Codec {
  compress: (encoder: Encoder) => Promise<Buffer>;
  decompress: (bytes: Buffer) => Promise<Buffer>;
}

/**
 * A batch of at most 1 MiB can decompress to a thousand times that and exhaust the process's memory. No sound producer
 * comes near this limit; a larger batch is reported as undecodable.
 */
export const largestUnpackedBytes = 64 * 1024 * 1024;
const bounded = { maxOutputLength: largestUnpackedBytes };

const tooLarge = () => new RangeError(`it unpacks to more than ${largestUnpackedBytes} bytes`);

/** Precedes the blocks of a snappy stream as Java writes it: magic, version, oldest compatible version. */
const xerialMagic = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0x00]);
const xerialHeaderBytes = 16;

/** Java sends blocks with their sizes, librdkafka one bare block. */
function snappyBlocks(bytes: Buffer): Buffer[] {
  if (!bytes.subarray(0, xerialMagic.length).equals(xerialMagic)) return [bytes];
  const blocks: Buffer[] = [];
  for (let at = xerialHeaderBytes; at < bytes.length;) {
    const size = bytes.readUInt32BE(at);
    at += 4;
    if (at + size > bytes.length) throw new RangeError('a snappy block is cut off');
    blocks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return blocks;
}

/** A snappy block starts with its decompressed size, a little-endian base-128 varint. */
function unpackedSize(block: Buffer): number {
  let size = 0;
  for (let at = 0; at < 5 && at < block.length; at++) {
    size += (block[at]! & 0x7f) * 2 ** (7 * at);
    if (block[at]! < 0x80) return size;
  }
  throw new RangeError('a snappy block without a size');
}

const lz4Magic = 0x184d2204;
const lz4BlockBytes = [undefined, undefined, undefined, undefined, 64, 256, 1_024, 4_096];

/** An LZ4 frame gives the maximum size of its blocks; multiplied by their number, that bounds the whole. */
function assertLz4Bound(bytes: Buffer): void {
  if (bytes.readUInt32LE(0) !== lz4Magic) throw new RangeError('no LZ4 frame');
  const flags = bytes.readUInt8(4);
  const blockBytes = (lz4BlockBytes[(bytes.readUInt8(5) >> 4) & 7] ?? 0) * 1_024;
  const [hasBlockChecksums, hasContentSize, hasDictionary] = [flags & 0x10, flags & 0x08, flags & 0x01];
  let at = 7 + (hasContentSize ? 8 : 0) + (hasDictionary ? 4 : 0);
  for (let blocks = 1; at + 4 <= bytes.length; blocks++) {
    const size = bytes.readUInt32LE(at) & 0x7fffffff;
    if (size === 0) return;
    if (blocks * blockBytes > largestUnpackedBytes + blockBytes) throw tooLarge();
    at += 4 + size + (hasBlockChecksums ? 4 : 0);
  }
  throw new RangeError('an LZ4 frame is cut off');
}

const gzipCodec: Codec = {
  compress: ({ buffer }) => promisify(gzip)(buffer),
  decompress: (bytes) => promisify(unzip)(bytes, bounded),
};

const snappyCodec: Codec = {
  compress: ({ buffer }) => snappy.compress(buffer),
  async decompress(bytes) {
    const blocks = snappyBlocks(bytes);
    const total = blocks.reduce((sum, block) => sum + unpackedSize(block), 0);
    if (total > largestUnpackedBytes) throw tooLarge();
    const unpacked = await Promise.all(blocks.map((block) => snappy.uncompress(block, { asBuffer: true })));
    return Buffer.concat(unpacked as Buffer[]);
  },
};

const lz4Codec: Codec = {
  compress: ({ buffer }) => lz4.compressFrame(buffer),
  async decompress(bytes) {
    assertLz4Bound(bytes);
    return lz4.decompressFrame(bytes);
  },
};

const zstdCodec: Codec = {
  compress: ({ buffer }) => promisify(zstdCompress)(buffer),
  decompress: (bytes) => promisify(zstdDecompress)(bytes, bounded),
};

const codecs: Record<Exclude<CompressionType, CompressionType.None>, Codec> = {
  [CompressionTypes.GZIP]: gzipCodec,
  [CompressionTypes.Snappy]: snappyCodec,
  [CompressionTypes.LZ4]: lz4Codec,
  [CompressionTypes.ZSTD]: zstdCodec,
};

/**
 * Adds all codecs of the protocol to kafkajs, which only has gzip, without a size limit, and crashes its consumer on
 * the others. kafkajs keeps them process-wide, so consumers and the admin's own reader both have them.
 */
export function registerCodecs(): void {
  for (const [type, codec] of Object.entries(codecs)) {
    CompressionCodecs[Number(type) as keyof typeof codecs] = () => codec;
  }
}
