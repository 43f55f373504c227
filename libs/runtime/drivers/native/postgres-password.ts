import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';

const form = /^[0-9a-f]{48}$/;

export const newPassword = (): string => randomBytes(24).toString('hex');

/** The content of the file; undefined if it is missing or truncated. */
export async function readPassword(file: string): Promise<string | undefined> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  return form.test(text.trim()) ? text.trim() : undefined;
}

/** Readable by its owner only. Replaced atomically, so that it never contains half a password. */
export async function keepPassword(file: string, password: string): Promise<void> {
  const next = `${file}.${process.pid}`;
  await writeFile(next, `${password}\n`, { mode: 0o600 });
  await rename(next, file);
}
