import { isSameFault, nearest, parts } from '#runtime';
import { faultNamed } from '../faults/catalog.js';
import type { Speed, TimedFault, TimedScale } from '../engine/design.js';
import { fail, type Path } from './mistake.js';
import { mustFit } from './must-fit.js';
import { momentMs, msOf } from './patterns.js';
import type { StoryFile } from './schema.js';

type WrittenFault = NonNullable<StoryFile['phases'][number]['faults']>[number];

type WrittenScale = NonNullable<StoryFile['phases'][number]['scale']>[number];

/** @throws MistakeFound if the part is not a service */
export function timedScale(
  { part, instances, at = '0s', design }: WrittenScale,
  path: Path,
  phaseMs: number,
): TimedScale {
  const services: string[] = parts.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  if (!services.includes(part)) {
    fail([...path, 'part'], `there is no service '${part}'; the nearest is '${nearest(part, services)}'`);
  }
  return { part, instances, atMs: momentMs(at, phaseMs), ...(design !== undefined && { design }) };
}

/**
 * All faults of a phase with their times, repetitions expanded.
 * @throws MistakeFound for a fault that does not apply to its part, does not fit into the phase, or is already active
 */
export function timedFaults(
  { phases, given = [] }: StoryFile,
  phaseIndex: number,
  { speed, seconds, withOutage = false }: { speed: Speed; seconds: number; withOutage?: boolean },
): TimedFault[] {
  const phase = phases[phaseIndex] as StoryFile['phases'][number];
  const phaseMs = seconds * 1_000;
  const timed: TimedFault[] = [];
  for (const [index, written] of (phase.faults ?? []).entries()) {
    const path: Path = ['phases', phaseIndex, 'faults', index];
    mustFit(written, path);
    mustFitTimes(written, path);
    if (given.some((one) => isSameFault(one, written)))
      fail(path, `'${written.fault}' is already active on ${written.part}: it is in 'given'`);
    const { passes = false } = faultNamed(written.fault);
    if (phaseIndex === phases.length - 1 && !passes && written.for === undefined) {
      fail(path, `'${written.fault}' never ends: set 'for', or add a phase after '${phase.name}'`);
    }
    if (written.optional && !withOutage) continue;
    for (const one of repeated(written, path, phaseMs)) {
      const endMs = one.atMs + (one.forMs ?? 0);
      if (one.atMs >= phaseMs || endMs > phaseMs) {
        fail(
          path,
          `it lasts until ${endMs / 1_000}s, but '${phase.name}' is only ${seconds}s long at speed '${speed}'`,
        );
      }
      if (timed.some((other) => !passes && overlap(one, other, phaseMs))) {
        fail(
          path,
          `'${[one.fault, one.part, one.to].filter(Boolean).join(' ')}' is already active at ${one.atMs / 1_000}s of '${phase.name}'`,
        );
      }
      timed.push(one);
    }
  }
  return timed;
}

function mustFitTimes({ fault: name, ...times }: WrittenFault, path: Path): void {
  const fault = faultNamed(name);
  if (fault.passes && times.for !== undefined) {
    fail([...path, 'for'], `'${name}' ends by itself: leave out 'for'`, true);
  }
  if (times.repeat !== undefined && times.every === undefined) {
    fail([...path, 'repeat'], "'repeat' needs 'every', the interval", true);
  }
  if (times.every === undefined || fault.passes) return;
  if (times.for === undefined) {
    fail([...path, 'every'], "'every' needs 'for': a fault must end before it is repeated", true);
  }
  if (msOf(times.every) <= msOf(times.for)) {
    fail([...path, 'every'], "it is repeated before it has ended: 'every' must be longer than 'for'");
  }
}

function repeated(
  { fault, part, to, at = '0s', every, repeat, design, ...times }: WrittenFault,
  path: Path,
  phaseMs: number,
): TimedFault[] {
  const forMs = times.for === undefined ? null : msOf(times.for);
  const one = {
    ...{ fault, part, ...(to && { to }), atMs: momentMs(at, phaseMs), forMs },
    ...(times.with && { with: times.with }),
    ...(design !== undefined && { design }),
  };
  if (every === undefined) return [one];
  const everyMs = msOf(every);
  if (everyMs === 0) fail([...path, 'every'], "'every' must be longer than 0");
  const room = Math.max(1, Math.floor((phaseMs - one.atMs - (forMs ?? 0)) / everyMs) + 1);
  return Array.from({ length: repeat ?? room }, (_, n) => ({ ...one, atMs: one.atMs + n * everyMs }));
}

function overlap(one: TimedFault, other: TimedFault, phaseMs: number): boolean {
  const end = ({ atMs, forMs }: TimedFault) => (forMs === null ? phaseMs : atMs + forMs);
  const isApart = one.design !== undefined && other.design !== undefined && one.design !== other.design;
  return !isApart && isSameFault(one, other) && one.atMs < end(other) && other.atMs < end(one);
}
