import { shiftClock } from './shift-clock.js';

const fiveMinutesMs = 300_000;
const real = Date;
/** Time between reading the two clocks. */
const momentMs = 5_000;

afterEach(() => shiftClock(0));

describe('a shifted clock', () => {
  it.each([fiveMinutesMs, -fiveMinutesMs])('is off by %d ms wherever the time is read', (offsetMs) => {
    shiftClock(offsetMs);
    for (const read of [() => Date.now(), () => new Date().getTime(), () => Date.parse(Date())]) {
      const off = read() - real.now();
      expect(Math.abs(off - offsetMs)).toBeLessThan(momentMs);
    }
  });

  it('leaves all other dates unchanged, and of the same class', () => {
    const before = new Date(0);
    shiftClock(fiveMinutesMs);
    expect(new Date('2026-11-26T10:00:00Z').toISOString()).toBe('2026-11-26T10:00:00.000Z');
    expect(new Date(2026, 10, 26).getMonth()).toBe(10);
    expect(before instanceof Date && new Date() instanceof real).toBe(true);
    expect(Date.UTC(1970, 0, 1)).toBe(0);
    class Day extends Date {}
    expect(new Day() instanceof Day).toBe(true);
  });

  it('is right again when it is set back', () => {
    shiftClock(fiveMinutesMs);
    shiftClock(0);
    expect(Date).toBe(real);
  });
});
