import fc from 'fast-check';
import { parts } from '#runtime';
import { givenParameters } from '../faults/parameters.js';
import { faultNamed } from '../faults/catalog.js';
import type { TimedFault } from '../engine/design.js';
import { drawSchedule } from './draw-schedule.js';
import { targetsOf } from './targets.js';

const targets = targetsOf(parts, { network: true });
const options = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  seconds: fc.integer({ min: 30, max: 900 }),
  atOnce: fc.integer({ min: 1, max: 4 }),
});
const endOf = ({ atMs, forMs }: TimedFault) => atMs + (forMs ?? 0);

test('the same seed draws the same schedule, another seed another', () => {
  const drawn = (seed: number) => drawSchedule({ seed, seconds: 120, atOnce: 2, targets });
  expect(drawn(7)).toEqual(drawn(7));
  expect(drawn(7)).not.toEqual(drawn(8));
});

test('every schedule can be played: faults fit their parts, end in time, and leave a part alone until it is back', () => {
  fc.assert(
    fc.property(options, (given) => {
      const schedule = drawSchedule({ ...given, targets });
      expect(schedule.length).toBeGreaterThan(0);
      for (const timed of schedule) {
        const fault = faultNamed(timed.fault);
        expect(() => givenParameters(fault, timed.with)).not.toThrow();
        expect(timed.forMs === null).toBe(fault.passes ?? false);
        expect(endOf(timed)).toBeLessThan(given.seconds * 1_000 - 5_000);
        const others = schedule.filter((other) => other !== timed && other.part === timed.part);
        expect(others.filter(({ atMs }) => atMs >= timed.atMs && atMs < endOf(timed) + 5_000)).toEqual([]);
        const on = schedule.filter((other) => other.atMs <= timed.atMs && endOf(other) > timed.atMs);
        expect(on.length).toBeLessThanOrEqual(given.atOnce);
      }
    }),
    { numRuns: 50 },
  );
});

test('in twenty minutes every kind of fault occurs, on brokers, database and services', () => {
  const schedule = drawSchedule({ seed: 1, seconds: 1_200, atOnce: 2, targets });
  expect(new Set(schedule.map(({ fault }) => fault))).toEqual(new Set(targets.map(({ fault }) => fault.name)));
  const kinds = new Set(schedule.map(({ part }) => parts.find(({ name }) => name === part)?.kind));
  expect(kinds).toEqual(new Set(['broker', 'database', 'service']));
});

test('network faults are on all connections of a part or between two parts, and are left out where they are impossible', () => {
  const cuts = targets.filter(({ fault }) => fault.name === 'cut').map(({ part, to }) => [part, to]);
  expect(cuts).toEqual(
    expect.arrayContaining([
      ['kafka-2', undefined],
      ['review', 'kafka'],
      ['order', 'postgres'],
    ]),
  );
  expect(targetsOf(parts, { network: false }).filter(({ fault }) => fault.onLinks)).toEqual([]);
});

test('while a service has to be told of a network fault, no other fault is on it', () => {
  const [cut] = targetsOf(parts, { wanted: ['cut'], network: true }).filter(({ part }) => part === 'kafka-2');
  expect(cut?.needs).toEqual(expect.arrayContaining(['order', 'member', 'coupon', 'review', 'order-view']));
});

test('only the requested faults are drawn', () => {
  const chosen = targetsOf(parts, { wanted: ['kill', 'pause'], network: true });
  expect(new Set(chosen.map(({ fault }) => fault.name))).toEqual(new Set(['kill', 'pause']));
  expect(() => targetsOf(parts, { wanted: ['kil'], network: true })).toThrow(/kill/);
});
