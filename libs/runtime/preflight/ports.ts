import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { basename } from 'node:path';
import { run } from '#processes';

export interface PortHolder {
  readonly pid: number;
  /** The program's file name: `java`, `node`. */
  readonly name: string;
}

/** Whether a server can listen on the port on loopback now. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** The process that listens on the port; undefined if there is none, or if it belongs to another user. */
export async function holderOf(port: number): Promise<PortHolder | undefined> {
  return process.platform === 'linux' ? linuxHolder(port) : lsofHolder(port);
}

const listening = '0A';

/** Inodes of the sockets that listen on a port, from the text of /proc/net/tcp or tcp6. */
export function listeningInodes(procNetTcp: string, port: number): string[] {
  const wanted = port.toString(16).toUpperCase().padStart(4, '0');
  return procNetTcp
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === listening && local?.endsWith(`:${wanted}`))
    .map((fields) => fields[9] ?? '');
}

function linuxHolder(port: number): PortHolder | undefined {
  const inodes = ['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(readOr(file), port));
  const sockets = new Set(inodes.map((inode) => `socket:[${inode}]`));
  if (sockets.size === 0) return undefined;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (openFiles(pid).some((file) => sockets.has(file))) {
      return { pid: Number(pid), name: programOf(pid) };
    }
  }
  return undefined;
}

/** The program's file name, because Node calls its main thread MainThread. */
function programOf(pid: string): string {
  const [program] = readOr(`/proc/${pid}/cmdline`).split('\0');
  return program ? basename(program) : readOr(`/proc/${pid}/comm`).trim();
}

function openFiles(pid: string): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => {
      try {
        return readlinkSync(`/proc/${pid}/fd/${fd}`);
      } catch {
        return ''; // Closed in the meantime.
      }
    });
  } catch {
    return []; // Another user's process, or one that has just ended.
  }
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

async function lsofHolder(port: number): Promise<PortHolder | undefined> {
  const { output } = await run('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']);
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid ? { pid: Number(pid), name: /^c(.+)$/m.exec(output)?.[1] ?? 'unknown' } : undefined;
}
