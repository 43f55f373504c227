import type { PartKind } from '#runtime';
import { connect } from 'node:net';

/**
 * The result of a minimal request over our own connection. refused: the connection could not be opened. reset, closed:
 * it was opened, and ended before an answer. silent: it was opened, and nothing arrived in time.
 */
export interface Asked {
  readonly came: 'answer' | 'refused' | 'reset' | 'closed' | 'silent';
  readonly afterMs: number;
}

export interface AskOptions {
  readonly patienceMs?: number;
  /** The size of the request, bytes. Default: a few. */
  readonly bytes?: number;
}

/** @param address host:port */
export function ask(
  address: string,
  kind: PartKind,
  { patienceMs = 1_000, bytes = 0 }: AskOptions = {},
): Promise<Asked> {
  const [host = '', port] = address.split(':');
  const begun = performance.now();
  return new Promise((resolve) => {
    let isOpen = false;
    const socket = connect({ host, port: Number(port) }, () => {
      isOpen = true;
      socket.write(questionTo(kind, bytes));
    });
    const done = (came: Asked['came']) => {
      clearTimeout(timer);
      socket.destroy();
      resolve({ came, afterMs: performance.now() - begun });
    };
    const timer = setTimeout(() => done('silent'), patienceMs);
    socket.on('data', () => done('answer'));
    socket.on('end', () => done('closed'));
    socket.on('error', ({ code }: NodeJS.ErrnoException) =>
      done(!isOpen ? 'refused' : code === 'ECONNRESET' || code === 'EPIPE' ? 'reset' : 'closed'),
    );
  });
}

/** The smallest request that a part of this kind answers. @param bytes its approximate size; 0 for the smallest */
export function questionTo(kind: PartKind, bytes: number): Buffer {
  const padding = 'x'.repeat(bytes);
  if (kind === 'broker') {
    // ApiVersions (key 18), version 0, padded with a client id.
    const head = Buffer.from([0, 18, 0, 0, 0, 0, 0, 1, bytes >> 8, bytes & 0xff]);
    return withLength(Buffer.concat([head, Buffer.from(padding)]), 0);
  }
  if (kind === 'database') {
    // SSLRequest, which is answered with one letter; a longer one is the start of a session with an invalid user.
    if (bytes === 0) return withLength(Buffer.from([0x04, 0xd2, 0x16, 0x2f]), 4);
    return withLength(Buffer.from(`\0\x03\0\0user\0nobody\0application_name\0${padding}\0\0`), 4);
  }
  return Buffer.from(`GET /healthz HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\nx-padding: ${padding}\r\n\r\n`);
}

/** @param own what the length counts besides the message: Kafka's does not count itself, PostgreSQL's does */
function withLength(message: Buffer, own: number): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(message.length + own);
  return Buffer.concat([length, message]);
}
