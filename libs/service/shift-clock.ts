const realDate = Date;

/**
 * Makes this process take the time for so much later, or earlier when negative: `Date.now()`, `new Date()` and `Date()`. 0 ends it.
 * Timers and `performance.now()` go on as they are, as they do when the clock of a machine is set.
 */
export function shiftClock(offsetMs: number): void {
  globalThis.Date = offsetMs === 0 ? realDate : shifted(offsetMs);
}

/** The real thing but for the time it gives, so that dates made before and after are of one kind. */
function shifted(offsetMs: number): DateConstructor {
  const now = () => realDate.now() + offsetMs;
  return new Proxy(realDate, {
    get: (target, property, receiver): unknown => (property === 'now' ? now : Reflect.get(target, property, receiver)),
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget) as Date,
    apply: () => new realDate(now()).toString(),
  });
}
