import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installEnvironment, lastWords, run, startMarkOf } from '#processes';
import { environment, type Environment } from '#settings';
import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import { findToxiproxy, missingGo, toxiproxyFolder, versions } from './requirements.mjs';

/** What to do on a machine without Toxiproxy, in one sentence. */
export function toxiproxyMissing(env: Environment = environment()): string {
  const how = missingGo(env['PATH']);
  const first = how ? `\`${how.command}\`, and then inject the fault again` : 'inject the fault with `npm run stage`';
  return `Network faults need Toxiproxy ${versions.toxiproxy}, which is not installed: ${first} (it is built once, with Go), or put \`toxiproxy-server\` on the PATH.`;
}

/**
 * Builds Toxiproxy into the tools folder unless it is there or on the PATH. Safe to interrupt: nothing is moved into
 * place before it is complete, and the next build cleans up after a killed one.
 * @throws NotPossible saying what is missing, or why it could not be built
 */
export async function ensureToxiproxy(
  toolsFolder: string,
  progress: Progress,
  env: Environment = environment(),
): Promise<void> {
  if (findToxiproxy(toolsFolder, env['PATH'])) return;
  if (missingGo(env['PATH'])) throw new NotPossible(toxiproxyMissing(env));
  await timed(progress, `building Toxiproxy ${versions.toxiproxy}, once (go install; a minute or two)`, () =>
    build(toolsFolder, env),
  );
}

/**
 * Builds Toxiproxy like ensureToxiproxy, for those who can do without it.
 * @returns why there is none here; undefined if there is
 */
export async function missingToxiproxy(
  toolsFolder: string,
  progress: Progress = () => {},
): Promise<string | undefined> {
  try {
    await ensureToxiproxy(toolsFolder, progress);
    return undefined;
  } catch (error) {
    if (error instanceof NotPossible) return error.message;
    throw error;
  }
}

const unfinished = /^toxiproxy\.(\d+)$/;

async function build(toolsFolder: string, env: Environment): Promise<void> {
  await mkdir(toolsFolder, { recursive: true });
  for (const name of await readdir(toolsFolder)) {
    const [, pid] = unfinished.exec(name) ?? [];
    if (pid && startMarkOf(Number(pid)) === undefined) {
      await rm(join(toolsFolder, name), { recursive: true, force: true });
    }
  }
  const work = join(toolsFolder, `toxiproxy.${process.pid}`);
  try {
    await mkdir(work, { recursive: true });
    const what = `github.com/Shopify/toxiproxy/v2/cmd/server@v${versions.toxiproxy}`;
    const { code, output } = await run('go', ['install', what], { env: installEnvironment({ GOBIN: work }, env) });
    if (code !== 0) {
      throw new NotPossible(`Go could not build Toxiproxy (is there a network?): ${lastWords(output)}.`);
    }
    await rename(join(work, 'server'), join(work, 'toxiproxy-server'));
    await rename(work, toxiproxyFolder(toolsFolder)).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster: its build stays.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
