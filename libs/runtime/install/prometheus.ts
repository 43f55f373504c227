import { access, chmod, mkdir, readdir, rename, rm } from 'node:fs/promises';
import { arch } from 'node:os';
import { delimiter, join } from 'node:path';
import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import { lastWords, run } from '../processes/run.js';
import { ensurePackageLists, isDebian } from './debian.js';
import { versions } from './versions.js';

export interface PrometheusTools {
  readonly prometheus: string;
  /** Checks and tests rules. */
  readonly promtool: string;
}

/** Where a program stands on the PATH, or undefined. */
export async function onPath(program: string, path = process.env['PATH'] ?? ''): Promise<string | undefined> {
  for (const folder of path.split(delimiter).filter(Boolean)) {
    const file = join(folder, program);
    if (
      await access(file, 1).then(
        () => true,
        () => false,
      )
    ) {
      return file;
    }
  }
  return undefined;
}

/** What is already there: on the PATH, or fetched before. */
export async function findPrometheus(toolsFolder: string): Promise<PrometheusTools | undefined> {
  const fetched = join(toolsFolder, 'prometheus', 'usr', 'bin');
  const path = [process.env['PATH'] ?? '', fetched].join(delimiter);
  const prometheus = await onPath('prometheus', path);
  const promtool = await onPath('promtool', path);
  return prometheus && promtool ? { prometheus, promtool } : undefined;
}

/**
 * Takes Debian's package apart without installing it: no service of the system is started, and root is not needed.
 * @throws NotPossible naming what to install and how
 */
export async function ensurePrometheus(toolsFolder: string, progress: Progress): Promise<PrometheusTools> {
  const found = await findPrometheus(toolsFolder);
  if (found) return found;
  if (!(await isDebian())) {
    throw new NotPossible(
      `Prometheus ${versions.prometheus} or newer is not on the PATH: \`brew install prometheus\` on macOS, elsewhere your package manager's prometheus for ${arch()} (with promtool).`,
    );
  }
  await timed(progress, "fetching Prometheus (Debian's package, unpacked beside the project)", () =>
    unpack(toolsFolder),
  );
  const fetched = await findPrometheus(toolsFolder);
  if (!fetched) throw new Error(`the Debian package of Prometheus holds no usr/bin/prometheus: see ${toolsFolder}`);
  return fetched;
}

async function unpack(toolsFolder: string): Promise<void> {
  await ensurePackageLists();
  const work = join(toolsFolder, `prometheus.${process.pid}`);
  await mkdir(work, { recursive: true });
  try {
    // apt downloads as its own user where it can; that user must be able to write here.
    await chmod(work, 0o777);
    await must('apt-get', ['download', '-q', 'prometheus'], work);
    const archive = (await readdir(work)).find((name) => name.endsWith('.deb'));
    if (!archive) throw new NotPossible('`apt-get download prometheus` brought no package.');
    await must('dpkg-deb', ['-x', archive, 'unpacked'], work);
    await rename(join(work, 'unpacked'), join(toolsFolder, 'prometheus'));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function must(program: string, given: string[], cwd: string): Promise<void> {
  const { code, output } = await run(program, given, { cwd });
  if (code !== 0) throw new NotPossible(`\`${program} ${given.join(' ')}\` failed: ${lastWords(output)}.`);
}
