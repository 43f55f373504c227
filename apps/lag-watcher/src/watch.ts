import type { GroupLag } from '#contracts';
import { metrics } from '#telemetry';
import { DrainEstimate } from './drain.js';
import { lagOf } from './lag.js';
import { Rebalances } from './rebalances.js';
import { showGroups, showTopics, takeBack } from './show.js';
import type { Scrape } from './scrape.js';

const everyMs = 1_000;
/** While nothing moves. This is how late the first waiting message may be noticed. */
const atRestEveryMs = 2_000;
/** Older readings are not shown: a lag that is constant because it could not be read is worse than none. */
const freshMs = 5_000;

export interface WatchOptions {
  scrape: () => Promise<Scrape>;
  /** Called at each reading that misses topics of this platform, with the number of brokers in the cluster. */
  remake: (topics: readonly string[], brokers: number) => Promise<void>;
  /** Called when brokers start to leave queries unanswered, and (with undefined) when all are answered again. */
  onChange: (error: unknown) => void;
}

/**
 * Reads every consumer group once a second (every two while nothing moves), and keeps the result until it is too old to
 * be true.
 */
export class Watch {
  private groups: GroupLag[] = [];
  /** By performance.now(), because the wall clock may be set meanwhile. */
  private seenAtMs = Number.NEGATIVE_INFINITY;
  private failing = false;
  /** Topics are created for all brokers of the cluster, even if one is down. */
  private mostBrokers = 0;
  private stopped = false;
  private running: Promise<void> | undefined;
  private wake = (): void => {};
  private readonly drains = new Map<string, DrainEstimate>();
  private readonly rebalances = new Map<string, Rebalances>();
  private readonly duration = metrics.lagScrapeDuration.bind({});

  constructor(private readonly options: WatchOptions) {}

  /** Every group, as read within the last 5 seconds; undefined if no group could be read for longer. */
  fresh(): readonly GroupLag[] | undefined {
    return performance.now() - this.seenAtMs <= freshMs ? this.groups : undefined;
  }

  start(): void {
    this.running ??= this.run();
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      const startedAtMs = performance.now();
      const { isAtRest } = await this.look();
      await this.rest((isAtRest ? atRestEveryMs : everyMs) - (performance.now() - startedAtMs));
    }
  }

  private async look(): Promise<Scrape> {
    const startedAtMs = performance.now();
    const scrape = await this.options.scrape();
    this.duration.observe((performance.now() - startedAtMs) / 1_000);
    if (scrape.groups.length > 0) this.take(scrape);
    else this.takeBackOld();
    this.mostBrokers = Math.max(this.mostBrokers, scrape.brokers?.length ?? 0);
    if (scrape.missing.length > 0) void this.options.remake(scrape.missing, this.mostBrokers);
    const [error] = scrape.unanswered;
    if (error === undefined) metrics.lagLastSuccess.set({}, scrape.atMs / 1_000);
    if ((error !== undefined) !== this.failing) this.options.onChange(error);
    this.failing = error !== undefined;
    return scrape;
  }

  private take(scrape: Scrape): void {
    this.groups = scrape.groups.map((reading) => {
      const seen = lagOf(reading, scrape.first, scrape.found, scrape.atMs);
      const drainSeconds = entry(this.drains, seen.group, () => new DrainEstimate()).next(scrape.atMs, seen.lag);
      const rebalances = entry(this.rebalances, seen.group, () => new Rebalances());
      const rebalanced = rebalances.next({ state: reading.state, members: reading.memberNames });
      metrics.consumerGroupRebalances.add({ consumergroup: seen.group }, rebalanced);
      return { ...seen, drainSeconds };
    });
    for (const map of [this.drains, this.rebalances]) keepOnly(map, this.groups);
    this.seenAtMs = performance.now();
    showGroups(this.groups);
    showTopics(scrape);
  }

  private takeBackOld(): void {
    if (this.groups.length === 0 || this.fresh()) return;
    this.groups = [];
    takeBack();
  }

  private async rest(ms: number): Promise<void> {
    if (ms <= 0 || this.stopped) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

function entry<T>(map: Map<string, T>, name: string, make: () => T): T {
  let found = map.get(name);
  if (!found) map.set(name, (found = make()));
  return found;
}

function keepOnly(map: Map<string, unknown>, groups: readonly GroupLag[]): void {
  for (const name of map.keys()) if (!groups.some(({ group }) => group === name)) map.delete(name);
}
