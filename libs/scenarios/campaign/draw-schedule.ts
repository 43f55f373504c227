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

/** Undisturbed load at the beginning, and at the end for what is broken last to come back. */
const calmMs = { first: 4_000, last: 6_000 };
const lastsMs = { least: 1_500, most: 6_000 };
/** Between one round of faults and the next, and the longer calm that comes after some of them. */
const quietMs = { least: 1_000, most: 3_000, long: 8_000 };
const longQuietShare = 0.2;
/** A part that came back is left alone for as long as this, so that it is whole when it is broken again. */
const restMs = 9_000;

/**
 * Draws faults that come and go. The same options give the same schedule, whatever happens while it is played.
 * @returns faults in the order in which they begin, from the start of the load; `forMs` null: over once it is done
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
      // Nothing rested: the round is smaller.
      if (!target) continue;
      const forMs = Math.min(drawnMs, endMs - beginMs);
      const parameters = drawParameters(target, random);
      schedule.push({
        ...{ fault: target.fault.name, part: target.part, atMs: beginMs },
        forMs: target.fault.passes ? null : forMs,
        ...(parameters && { with: parameters }),
      });
      // What it needs must be whole until it is over, and may break right after.
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

/** Every kind of fault is as likely as every other, however many parts it can be done to. */
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

/** An amount from half to twice the usual one, which may be out of bounds; one of the words. */
function drawParameter(parameter: Parameter, random: Random): string {
  const drawn = random();
  if (parameter.kind === 'word') return parameter.oneOf[Math.floor(drawn * parameter.oneOf.length)] ?? parameter.usual;
  const [, amount = '', unit = ''] = /^([-+]?[\d.]+)(.*)$/.exec(parameter.usual) ?? [];
  const value = Number(amount) * (0.5 + 1.5 * drawn);
  return `${parameter.kind === 'count' ? Math.round(value) : Number(value.toPrecision(2))}${unit}`;
}
