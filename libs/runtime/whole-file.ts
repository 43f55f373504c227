import { mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { sync as writeFileAtomic } from 'write-file-atomic';

/**
 * Replaces a file atomically: a reader sees the old or the new text, and a failed write (a full disk) leaves the old one. Only a power
 * failure can leave an empty or truncated file: waiting for the disk would block the supervisor for 10 ms on each change of a part.
 */
export function writeWhole(file: string, text: string, mode?: number): void {
  mkdirSync(dirname(file), { recursive: true });
  try {
    writeFileAtomic(file, text, { mode, fsync: false });
  } catch (error) {
    // A full disk says nothing about the file.
    throw Object.assign(error as Error, { path: file, dest: undefined });
  }
}

/** The content of a file of ours; 'damaged' if it is not JSON, undefined if there is no such file. */
export function readJson(file: string): { readonly value: unknown } | 'damaged' | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return 'damaged';
  }
}
