import type { PhaseWindow, RunRecord } from './record.js';

/** The last seconds of the load, when everything should be well again: a window that every story has. */
export const endWindow = 'end';
const endSeconds = 3;

/** @returns undefined when the run did not get to this phase */
export function windowOf({ phases }: RunRecord, name: string): PhaseWindow | undefined {
  const last = phases.at(-1);
  if (name !== endWindow) return phases.find((phase) => phase.name === name);
  return last && { name, from: last.to - endSeconds * 1_000, to: last.to };
}
