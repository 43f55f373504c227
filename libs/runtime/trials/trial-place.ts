import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { startApart, startMarkOf } from '#processes';
import { isFree } from '../preflight/ports.js';
import type { Settings } from '../settings.js';
import { partsAt } from '../stack.js';
import { clearAbandonedTrials, ownerFile, trialsFolder } from './clear-trial.js';

/** A place where a stack for a test or a benchmark can run next to any other. */
export interface TrialPlace {
  readonly settings: Settings;
  /** Stops what is still running there and deletes its data; the logs stay until the next trial. */
  close(): Promise<void>;
}

/**
 * A state folder and a port base that nothing else uses while this process lives: when it dies, in any way, a guard
 * stops what it started there. Needs the built project.
 * @param name part of the folder's name
 */
export async function openTrialPlace(root: string, name: string): Promise<TrialPlace> {
  await clearAbandonedTrials(root);
  const stateFolder = newFolder(root, name);
  const ports = await claimPorts();
  const guard = startGuard(root, stateFolder);
  return {
    settings: { root, stateFolder, toolsFolder: join(root, '.eventstage', 'tools'), portBase: ports.base },
    async close() {
      await guard.finish();
      ports.claim.close();
    },
  };
}

function newFolder(root: string, name: string): string {
  mkdirSync(trialsFolder(root), { recursive: true });
  const folder = mkdtempSync(join(trialsFolder(root), `${name}-`));
  writeFileSync(ownerFile(folder), JSON.stringify({ pid: process.pid, startMark: startMarkOf(process.pid) }));
  return folder;
}

/** Below the ephemeral ports (Linux from 32768, macOS from 49152). */
const lowest = 20_000;
/** More ports than a stack and the servers of a benchmark need. */
const width = 300;
const places = 40;

/**
 * Listens on the first port of the range, which no part uses: the process that holds it owns the range until it dies.
 * @throws if no range is free
 */
async function claimPorts(): Promise<{ base: number; claim: Server }> {
  const first = Math.floor(Math.random() * places);
  for (let at = 0; at < places; at++) {
    const base = lowest + ((first + at) % places) * width;
    const claim = await listenOn(base);
    if (!claim) continue;
    const needed = partsAt(base).flatMap(({ ports }) => Object.values(ports));
    if ((await Promise.all(needed.map(isFree))).every(Boolean)) return { base, claim };
    claim.close();
  }
  throw new Error(`no ${width} free ports between ${lowest} and ${lowest + places * width}`);
}

async function listenOn(port: number): Promise<Server | undefined> {
  const server = createServer().unref();
  return new Promise((resolve) => {
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => resolve(server));
  });
}

/** A separate process that waits for the end of its standard input, which our death causes as surely as `finish`. */
function startGuard(root: string, stateFolder: string): { finish(): Promise<void> } {
  const program = join(root, 'dist', 'libs', 'runtime', 'trials', 'guard.js');
  if (!existsSync(program)) throw new Error('trials need the built project: run `npm run build`');
  const guard = startApart(process.execPath, [program, stateFolder], { stdio: ['pipe', 'ignore', 'inherit'] });
  const ended = once(guard, 'exit');
  guard.unref();
  return {
    async finish() {
      guard.ref();
      guard.stdin?.end();
      await ended;
    },
  };
}
