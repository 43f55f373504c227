import { closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { dirname } from 'node:path';
import { lastLines, lastWords } from '#processes';

const mostBytesRead = 64 * 1024;

/** The log file of one part, to which its processes write one after the other. */
export class PartLog {
  /** Where the output of the newest process begins. */
  private begins = 0;

  constructor(readonly path: string) {}

  /** @returns a descriptor for the output of the next process, to be closed by the caller */
  openForNext(): number {
    mkdirSync(dirname(this.path), { recursive: true });
    const log = openSync(this.path, 'a');
    this.begins = fstatSync(log).size;
    return log;
  }

  /** Of the newest process only: if it wrote nothing, the output of the previous one must not be shown. */
  lastLines(): string[] {
    return lastLines(this.end(this.begins));
  }

  /** The last words in it, as the end of an error message. */
  says(): string {
    return `${this.path} says: ${lastWords(this.end())}`;
  }

  /** The end of the file, at most back to `from`; '' if there is no file. */
  private end(from = 0): string {
    let opened: number;
    try {
      opened = openSync(this.path, 'r');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
    try {
      const { size } = fstatSync(opened);
      // A truncated log is shorter than the start of this process.
      const begin = Math.max(from > size ? 0 : from, size - mostBytesRead);
      const bytes = Buffer.alloc(size - begin);
      return bytes.toString('utf8', 0, readSync(opened, bytes, 0, bytes.length, begin));
    } finally {
      closeSync(opened);
    }
  }
}
