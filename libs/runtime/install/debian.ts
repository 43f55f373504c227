import { readdir } from 'node:fs/promises';
import { NotPossible } from '../not-possible.js';
import { lastWords, run } from '../processes/run.js';

/** True where apt-get is the package manager: Debian, Ubuntu and their kin. */
export async function isDebian(): Promise<boolean> {
  return process.platform === 'linux' && (await run('apt-get', ['--version'])).code === 0;
}

export const isRoot = (): boolean => process.getuid?.() === 0;

export async function isDebianRoot(): Promise<boolean> {
  return isRoot() && (await isDebian());
}

/** Fetches apt's package lists when there are none yet (a container's usual state). Needs root. */
export async function ensurePackageLists(): Promise<void> {
  const lists = await readdir('/var/lib/apt/lists').catch((): string[] => []);
  if (lists.some((name) => name.includes('_Packages'))) return;
  if (!isRoot()) {
    throw new NotPossible('apt has no package lists yet: run `sudo apt-get update` once and try again.');
  }
  await apt(['update', '-q']);
}

/** Installs a package for the whole system. Needs root. */
export async function debianInstall(name: string): Promise<void> {
  await ensurePackageLists();
  await apt(['install', '-y', '-q', '--no-install-recommends', name]);
}

async function apt(given: string[]): Promise<void> {
  const { code, output } = await run('apt-get', given, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  if (code !== 0) throw new NotPossible(`\`apt-get ${given.join(' ')}\` failed: ${lastWords(output)}.`);
}
