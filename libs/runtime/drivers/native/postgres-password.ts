import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

const form = /^[0-9a-f]{48}$/;

export const newPassword = (): string => randomBytes(24).toString('hex');

/** What the file holds; undefined when there is none, or not all of one. */
export async function readPassword(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return form.test(text.trim()) ? text.trim() : undefined;
}

/** Only its owner may read it. Replaced in one step, so that it is never half a password. */
export async function keepPassword(file: string, password: string): Promise<void> {
  const next = `${file}.${process.pid}`;
  await writeFile(next, `${password}\n`, { mode: 0o600 });
  await rename(next, file);
}
