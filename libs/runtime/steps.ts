/**
 * The start order as data, reversed for stopping. A step starts when everything before it in a sequence is done; parallel steps are
 * independent.
 */
export type Step =
  | { readonly do: 'sequence' | 'parallel'; readonly steps: readonly Step[] }
  /** Start the part and wait until it is healthy. */
  | { readonly do: 'start'; readonly part: string }
  /** Start the part without waiting for it. */
  | { readonly do: 'begin'; readonly part: string }
  /** A one-off task with nothing to stop. */
  | { readonly do: 'task'; readonly task: string };

const step = (one: Step | string): Step => (typeof one === 'string' ? { do: 'start', part: one } : one);

/** Sequential. A name means starting that part. */
export const sequence = (...steps: (Step | string)[]): Step => ({ do: 'sequence', steps: steps.map(step) });

/** In parallel. */
export const parallel = (...steps: (Step | string)[]): Step => ({ do: 'parallel', steps: steps.map(step) });

export const begin = (part: string): Step => ({ do: 'begin', part });

export const task = (name: string): Step => ({ do: 'task', task: name });

export interface Starter {
  start(part: string): Promise<void>;
  begin(part: string): Promise<void>;
  task(name: string): Promise<void>;
}

/** Runs the steps. If one fails, the others of its group are awaited first, so that nothing continues unnoticed. */
export async function forwards(given: Step, starter: Starter): Promise<void> {
  switch (given.do) {
    case 'sequence':
      for (const one of given.steps) await forwards(one, starter);
      return;
    case 'parallel':
      return allOf(given.steps.map((one) => forwards(one, starter)));
    case 'start':
      return starter.start(given.part);
    case 'begin':
      return starter.begin(given.part);
    case 'task':
      return starter.task(given.task);
  }
}

/** Stops every part in reverse order. */
export async function backwards(given: Step, stop: (part: string) => Promise<void>): Promise<void> {
  switch (given.do) {
    case 'sequence':
      for (const one of given.steps.toReversed()) await backwards(one, stop);
      return;
    case 'parallel':
      return allOf(given.steps.map((one) => backwards(one, stop)));
    case 'start':
    case 'begin':
      return stop(given.part);
    case 'task':
      return;
  }
}

/** The parts named in the steps, in order. */
export function partsOf(given: Step): string[] {
  if (given.do === 'task') return [];
  return 'steps' in given ? given.steps.flatMap(partsOf) : [given.part];
}

async function allOf(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
