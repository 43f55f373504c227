import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';

const startLimitMs = 60_000;

export interface ServerOptions {
  /** A file of this folder, such as `bare-order-server.js`. */
  file: string;
  port: number;
  /** Its environment, besides PATH and PORT. */
  env: Readonly<Record<string, string>>;
  /** Loaded before it. */
  preload?: string;
}

/**
 * Starts a server to be measured, in a separate process, and resolves once it answers.
 * @throws if it does not
 */
export async function startServer({ file, port, env, preload }: ServerOptions): Promise<ChildProcess> {
  const script = new URL(file, import.meta.url).pathname;
  const server = spawn(process.execPath, [...(preload ? ['--import', preload] : []), script], {
    env: { PATH: process.env.PATH, PORT: String(port), ...env },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const limit = performance.now() + startLimitMs; performance.now() < limit && server.exitCode === null;) {
    const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
    await answer?.body?.cancel();
    if (answer) return server;
    await pause(100);
  }
  throw new Error(`${file} did not listen on port ${port}`);
}

/** Resolves when it has ended. */
export async function endServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = once(server, 'exit');
  server.kill('SIGTERM');
  await ended;
}
