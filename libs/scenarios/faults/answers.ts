import type { PartState } from '#runtime';
import { connect } from 'node:net';
import { request } from 'undici';

const patienceMs = 1_000;

/**
 * Sends a part the smallest request of its protocol, over a separate connection. @returns false if nothing arrived
 * within a second
 */
export async function answersAnything({ kind, address }: Pick<PartState, 'kind' | 'address'>): Promise<boolean> {
  if (address === null) return false;
  if (!address.startsWith('http')) return answersBytes(address, kind === 'broker' ? apiVersionsRequest : sslRequest);
  try {
    const { body } = await request(address, { signal: AbortSignal.timeout(patienceMs) });
    await body.dump();
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL's SSLRequest: answered with one letter before authentication. */
const sslRequest = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f]);

/** Kafka's ApiVersions request, version 0: length, key 18, version, correlation id, no client id. */
const apiVersionsRequest = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);

function answersBytes(address: string, question: Buffer): Promise<boolean> {
  const [host, port] = address.split(':');
  return new Promise((resolve) => {
    const socket = connect({ host: host as string, port: Number(port) }, () => socket.write(question));
    const done = (answered: boolean) => (socket.destroy(), resolve(answered));
    // A separate timer: the kernel still accepts connections for a frozen process, so the socket is not idle at first.
    const timer = setTimeout(() => done(false), patienceMs);
    socket.on('close', () => (clearTimeout(timer), resolve(false)));
    socket.on('error', () => done(false));
    socket.on('data', () => done(true));
  });
}
