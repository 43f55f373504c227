/** What the system refuses because of the machine, not because of us, as a sentence with what to do; undefined for anything else. */
export function sentenceOfSystem(error: unknown): string | undefined {
  const { code = '', path, dest } = (error ?? {}) as NodeJS.ErrnoException & { dest?: string };
  return sentences[code]?.(dest ?? path ?? 'a file of ours');
}

const full = (file: string): string =>
  `The disk is full: ${file} could not be written. Make room and try again; nothing was half written.`;
const refused = (file: string): string =>
  `${file} may not be written or read by this user, perhaps because another one made it (sudo?): give it back with chown, or move it with EVENTSTAGE_STATE_DIR.`;

const sentences: Readonly<Record<string, (file: string) => string>> = {
  ENOSPC: full,
  EDQUOT: full,
  EACCES: refused,
  EPERM: refused,
  EROFS: (file) => `${file} is on a read-only file system: EVENTSTAGE_STATE_DIR moves what is written elsewhere.`,
  ENAMETOOLONG: (file) =>
    `The path ${file.slice(0, 60)}... is too long for this file system: move the project, or EVENTSTAGE_STATE_DIR, to a shorter one.`,
};
