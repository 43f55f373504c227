import { NotPossible } from '#runtime';
import { isAbsolute, join } from 'node:path';
import type { ExitCode, StageContext } from './context.js';

/** What commands that end in a verdict have in common. */
export const exitCodes = { passed: 0, failed: 1, inconclusive: 2 } as const;

/** @throws NotPossible if the user interrupted the work; otherwise what the work throws */
export async function untilVerdict({ interrupts }: StageContext, work: () => Promise<ExitCode>): Promise<ExitCode> {
  const { stopping } = interrupts;
  try {
    return await work();
  } catch (error) {
    if (!stopping.aborted) throw error;
    throw new NotPossible('Interrupted before there was a verdict; the faults were undone.', { cause: error });
  }
}

/** `reports/review-outage-20261122-140501`, or the given folder, relative to the working directory. */
export function reportFolder(root: string, name: string, out: string | undefined): string {
  if (out === '') throw new NotPossible('--out is empty: give a folder for the report.');
  if (out !== undefined) return isAbsolute(out) ? out : join(process.cwd(), out);
  const time = new Date().toISOString().replace(/\..*/, '').replaceAll(/[-:]/g, '').replace('T', '-');
  return join(root, 'reports', `${name}-${time}`);
}
