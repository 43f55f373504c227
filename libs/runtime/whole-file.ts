import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a file in one step: a reader sees the old text or the new one, and a write that fails (a full disk) leaves the old
 * one. Only a machine that loses its power can leave an empty or a cut-off file.
 */
export function writeWhole(file: string, text: string, mode?: number): void {
  mkdirSync(dirname(file), { recursive: true });
  const next = `${file}.${process.pid}`;
  try {
    writeFileSync(next, text, { mode });
    renameSync(next, file);
  } catch (error) {
    rmSync(next, { force: true });
    // A full disk says nothing of the file.
    throw Object.assign(error as Error, { path: file, dest: undefined });
  }
}

/** What a file of ours holds; 'damaged' when that is no JSON, undefined when there is no such file. */
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
