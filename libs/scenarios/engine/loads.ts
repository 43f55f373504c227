import { join } from 'node:path';
import type { LoadRow, Outcome } from '../load/outcome.js';
import type { LoadPlan } from '../load/plan.js';
import { readOutcomes, startLoad, type RunningLoad } from '../load/run-load.js';
import type { LoadStream } from './design.js';
import type { Performance } from './scenario.js';
import type { Stage } from './stage.js';

/** The load generator's plan for a stream. */
export function planOf(
  { driver }: Pick<Stage, 'driver'>,
  stream: LoadStream,
  which: Pick<LoadPlan, 'seed' | 'segments'> & Partial<LoadPlan>,
): LoadPlan {
  const { name, requests, part, port, pattern, timeoutMs, connections, presses, proxied } = stream;
  return {
    ...{ name, requests, pattern, timeoutMs, connections },
    ...(presses !== undefined && { presses }),
    ...(proxied && { openBefore: connections, hangsUp: false }),
    origin: port === undefined ? driver.address(part) : `http://${driver.address(part, port)}`,
    outcomesFile: null,
    endsWithInput: true,
    ...which,
  };
}

/** Starts the load of a design, through all its phases. */
export function startMainLoad(
  stage: Stage,
  { scenario, speed, design, seed }: Performance,
  details: Partial<LoadPlan>,
  onRow: (row: LoadRow) => void,
): Promise<RunningLoad> {
  const segments = scenario.phases[speed].map(({ seconds, ratePerSecond, steadySeconds }) => ({
    // A phase that may be extended has no fixed end in the schedule.
    seconds: steadySeconds === undefined ? seconds : null,
    ratePerSecond,
  }));
  return startLoad(planOf(stage, design.load, { ...details, seed, segments }), onRow);
}

/** The bystander loads: they start before the first request that counts, and continue until all is done. */
export class BesideLoads {
  private readonly running: { load: RunningLoad; outcomesFile: string }[] = [];
  private readonly giveUp = () => this.stop();

  constructor(
    private readonly stage: Stage,
    private readonly performance: Performance,
  ) {}

  async start(): Promise<void> {
    const { scenario, speed, design, seed, folder } = this.performance;
    this.stage.stopping.addEventListener('abort', this.giveUp, { once: true });
    for (const { stream, ratePerSecond } of scenario.sizes[speed].beside) {
      const outcomesFile = join(folder, `${stream.name}-${design.name}.ndjson`);
      const segments = [{ seconds: null, ratePerSecond }];
      const load = await startLoad(planOf(this.stage, stream, { seed, segments, outcomesFile }));
      this.running.push({ load, outcomesFile });
    }
  }

  /** @returns undefined if there are no bystanders */
  async end(): Promise<Outcome[] | undefined> {
    this.stop();
    await Promise.all(this.running.map(({ load }) => load.finished));
    if (this.running.length === 0) return undefined;
    const outcomes = await Promise.all(this.running.map(({ outcomesFile }) => readOutcomes(outcomesFile)));
    return outcomes.flat();
  }

  stop(): void {
    this.stage.stopping.removeEventListener('abort', this.giveUp);
    for (const { load } of this.running) load.stop();
  }
}
