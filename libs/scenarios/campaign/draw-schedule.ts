import { NotPossible } from '#runtime';
import type { TimedFault } from '../engine/design.js';
import { givenParameters, type Parameter, type WrittenParameters } from '../faults/parameters.js';
import { seeded, type Random } from '../load/seeded.js';
import type { Target } from './targets.js';

export interface ScheduleOptions {
  readonly seed: number;
  readonly seconds: number;
  /** Maximum number of concurrent faults. */
  readonly atOnce: number;
  /** What can be broken, and how: see targets.ts. */
  readonly targets: readonly Target[];
}

/** Undisturbed load at the beginning, and at the end so that the last faults can be recovered from. */
const calmMs = { first: 4_000, last: 6_000 };
const lastsMs = { least: 1_500, most: 6_000 };
/** The pause between rounds of faults, and the longer calm after some of them. */
const quietMs = { least: 1_000, most: 3_000, long: 8_000 };
const longQuietShare = 0.2;
/** How long a recovered part is left alone, so that it is healthy when the next fault hits it. */
const restMs = 9_000;

/**
 * Draws random faults. The same options give the same schedule, whatever happens during the run.
 * @returns faults in order of their start, timed from the start of the load; `forMs` is null for a fault that ends
 * immediately
 */
export function drawSchedule({ seed, seconds, atOnce, targets }: ScheduleOptions): TimedFault[] {
  const random = seeded(seed, 'campaign');
  const endMs = seconds * 1_000 - calmMs.last;
  const freeAt = new Map<string, number>();
  const schedule: TimedFault[] = [];
  for (let at = calmMs.first; at + lastsMs.least < endMs;) {
    let roundEnd = at;
    const wanted = 1 + Math.floor(random() * atOnce);
    for (let n = 0; n < wanted; n++) {
      const beginMs = Math.round(at + n * random() * 1_000);
      const target = drawTarget(targets, random, (part) => (freeAt.get(part) ?? 0) <= beginMs);
      const drawnMs = Math.round(between(lastsMs, random));
      // No part has rested long enough: a smaller round.
      if (!target) continue;
      const forMs = Math.min(drawnMs, endMs - beginMs);
      const parameters = drawParameters(target, random);
      schedule.push({
        ...{ fault: target.fault.name, part: target.part, ...(target.to && { to: target.to }), atMs: beginMs },
        forMs: target.fault.passes ? null : forMs,
        ...(parameters && { with: parameters }),
      });
      // What it needs must stay healthy until it is over, and may fail right after.
      for (const part of target.needs) freeAt.set(part, Math.max(freeAt.get(part) ?? 0, beginMs + forMs));
      freeAt.set(target.part, beginMs + forMs + restMs);
      roundEnd = Math.max(roundEnd, beginMs + forMs);
    }
    at = roundEnd + (random() < longQuietShare ? quietMs.long : between(quietMs, random));
  }
  return schedule.toSorted((a, b) => a.atMs - b.atMs);
}

const between = ({ least, most }: { least: number; most: number }, random: Random): number =>
  least + random() * (most - least);

const oneOf = <T>(list: readonly T[], random: Random): T | undefined => list[Math.floor(random() * list.length)];

/** Every kind of fault is equally likely, however many parts it applies to. */
function drawTarget(targets: readonly Target[], random: Random, isFree: (part: string) => boolean): Target | undefined {
  const free = targets.filter(({ part, needs }) => [part, ...needs].every(isFree));
  const name = oneOf([...new Set(free.map(({ fault }) => fault.name))], random);
  return oneOf(
    free.filter(({ fault }) => fault.name === name),
    random,
  );
}

function drawParameters({ fault }: Target, random: Random): WrittenParameters | undefined {
  const drawn = Object.entries(fault.parameters ?? {}).map(([name, parameter]): [string, string] => {
    const written = drawParameter(parameter, random);
    try {
      givenParameters(fault, { [name]: written });
      return [name, written];
    } catch (error) {
      if (error instanceof NotPossible) return [name, parameter.usual];
      throw error;
    }
  });
  return drawn.length === 0 ? undefined : Object.fromEntries(drawn);
}

/** A value from half to twice the default, which may be out of bounds; or one of the words. */
function drawParameter(parameter: Parameter, random: Random): string {
  const drawn = random();
  if (parameter.kind === 'word') return parameter.oneOf[Math.floor(drawn * parameter.oneOf.length)] ?? parameter.usual;
  const [, amount = '', unit = ''] = /^([-+]?[\d.]+)(.*)$/.exec(parameter.usual) ?? [];
  const value = Number(amount) * (0.5 + 1.5 * drawn);
  return `${parameter.kind === 'count' ? Math.round(value) : Number(value.toPrecision(2))}${unit}`;
}
