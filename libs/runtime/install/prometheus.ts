import { chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installEnvironment, lastWords, run } from '#processes';
import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import { findPrometheus, hasPackageLists } from './requirements.mjs';

export interface PrometheusTools {
  readonly prometheus: string;
  /** For checking and testing rules. */
  readonly promtool: string;
}

/**
 * Unpacks Debian's package without installing it: no system service is started, and root is not needed.
 * @throws NotPossible if apt cannot download it
 */
export async function ensurePrometheus(toolsFolder: string, progress: Progress): Promise<PrometheusTools> {
  const found = findPrometheus(toolsFolder);
  if (found) return found;
  await timed(progress, "downloading Prometheus (Debian's package, unpacked into the project)", () =>
    unpack(toolsFolder),
  );
  const fetched = findPrometheus(toolsFolder);
  if (!fetched)
    throw new Error(`the Debian package of Prometheus does not contain usr/bin/prometheus: see ${toolsFolder}`);
  return fetched;
}

async function unpack(toolsFolder: string): Promise<void> {
  if (!hasPackageLists()) await must('apt-get', ['update', '-q'], toolsFolder);
  const work = join(toolsFolder, `prometheus.${process.pid}`);
  await mkdir(work, { recursive: true });
  try {
    // apt downloads as its own user if possible; that user must be able to write here.
    await chmod(work, 0o777);
    await must('apt-get', ['download', '-q', 'prometheus'], work);
    const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (!archive) throw new NotPossible('`apt-get download prometheus` did not download a package.');
    await must('dpkg-deb', ['-x', archive, 'unpacked'], work);
    await rename(join(work, 'unpacked'), join(toolsFolder, 'prometheus'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function must(program: string, given: string[], cwd: string): Promise<void> {
  const { code, output } = await run(program, given, { cwd, env: installEnvironment() });
  if (code !== 0) throw new NotPossible(`\`${program} ${given.join(' ')}\` failed: ${lastWords(output)}.`);
}
