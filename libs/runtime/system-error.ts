/** A system error caused by the machine, as a sentence that says what to do; undefined for anything else. */
export function sentenceOfSystem(error: unknown): string | undefined {
  const { code = '', path, dest } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  return sentences[code]?.(dest ?? path ?? 'a file');
}

const full = (file: string): string =>
  `The disk is full: ${file} could not be written. Free some space and try again; no file is left half-written.`;
const refused = (file: string): string =>
  `This user cannot read or write ${file}, perhaps because another user created it (sudo?): change its owner with chown, or move it with EVENTSTAGE_STATE_DIR.`;

const sentences: Readonly<Record<string, (file: string) => string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: refused,
  EPERM: refused,
  EROFS: (file) => `${file} is on a read-only file system: set EVENTSTAGE_STATE_DIR to a writable folder.`,
  ENAMETOOLONG: (file) =>
    `The path ${file.slice(0, 60)}... is too long for this file system: move the project, or EVENTSTAGE_STATE_DIR, to a shorter one.`,
};
