const realDate = Date;

/**
 * Shifts the clock of this process ahead, or behind if negative: `Date.now()`, `new Date()` and `Date()`. 0 ends it.
 * Timers and `performance.now()` are not affected, as when the clock of a machine is set.
 */
export function shiftClock(offsetMs: number): void {
  globalThis.Date = offsetMs === 0 ? realDate : shifted(offsetMs);
}

/** A proxy instead of a subclass, so that dates created before and after are instances of the same class. */
function shifted(offsetMs: number): DateConstructor {
  const now = () => realDate.now() + offsetMs;
  return new Proxy(realDate, {
    get: (target, property, receiver): unknown => (property === 'now' ? now : Reflect.get(target, property, receiver)),
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: () => new realDate(now()).toString(),
  });
}
