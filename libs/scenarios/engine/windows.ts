import type { PhaseWindow, RunRecord } from './record.js';
import type { Performance } from './scenario.js';

/** The last seconds of the load, when everything should be healthy again: every story has this window. */
export const endWindow = 'end';
const endSeconds = 3;

/** @returns undefined if the run did not reach this phase */
export function windowOf({ phases }: RunRecord, name: string): PhaseWindow | undefined {
  const last = phases.at(-1);
  if (name !== endWindow) return phases.find((phase) => phase.name === name);
  return last && { name, from: last.to - endSeconds * 1_000, to: last.to };
}

/** A phase that lasts until all is done ends with the last answer or effect; the climax is known then. */
export function throughDrain(
  record: RunRecord,
  { scenario, speed }: Pick<Performance, 'scenario' | 'speed'>,
): RunRecord {
  const last = record.phases.at(-1);
  let { phases } = record;
  if (last && scenario.phases[speed].at(-1)?.untilDone) {
    const done = [
      ...record.outcomes.map(({ answeredAt }) => answeredAt),
      ...record.fates.flatMap(({ completedAt }) => completedAt ?? []),
    ].reduce((latest, at) => Math.max(latest, at), last.to);
    phases = [...phases.slice(0, -1), { ...last, to: done }];
  }
  const climax = phases.find(({ name }) => name === scenario.climax);
  return { ...record, phases, ...(climax && { climax }) };
}
