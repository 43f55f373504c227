import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../load/generate.js';
import type { LoadRow } from '../load/outcome.js';
import { readOutcomes } from '../load/run-load.js';
import { words } from '../report/words.js';
import type { OpenLoad } from './load-kind.js';
import { BesideLoads, startMainLoad } from './loads.js';
import { PlayPhases } from './play-phases.js';
import type { FaultWindow, RunRecord } from './record.js';
import { RunFaults } from './run-faults.js';
import type { Performance } from './scenario.js';
import type { Stage } from './stage.js';
import { settled, watchQueues, type QueueWatch } from './watch-queue.js';
import { throughDrain } from './windows.js';

const leastSettleSeconds = 60;

/**
 * Runs one design of a scenario, from warm-up to drained queues, and returns what was recorded. Faults are undone
 * however it ends.
 * @throws the abort reason of `stopping`
 */
export async function perform(stage: Stage, performance: Performance): Promise<RunRecord> {
  const { scenario, design, prepared, seed, speed, folder } = performance;
  await mkdir(folder, { recursive: true });
  await stage.announcer.scenario({ scenario: scenario.name, run: design.name, phase: 'warm-up' });
  // What is in the queues now is the same kind of work, so it gets as much time as after the run.
  const settleSeconds = Math.max(leastSettleSeconds, scenario.drainLimitSeconds);
  await settled(stage, settleSeconds);
  const given = new RunFaults(stage, scenario.name, true);
  try {
    for (const fault of scenario.given) await given.begin(fault);
    await prepared.warmUp(design.load, scenario.sizes[speed].warmUpSeconds);
    stage.stopping.throwIfAborted();
    const opened = await prepared.open({ design, seed, since: now() });
    await settled(stage, settleSeconds);
    return await new Run(stage, performance, opened, given.windows).play();
  } finally {
    await given.endAll();
  }
}

class Run {
  private readonly watch: QueueWatch;
  private readonly playing: PlayPhases;

  constructor(
    private readonly stage: Stage,
    private readonly performance: Performance,
    private readonly opened: OpenLoad,
    private readonly given: FaultWindow[],
  ) {
    this.watch = watchQueues(stage.driver);
    this.playing = new PlayPhases(stage, performance);
  }

  async play(): Promise<RunRecord> {
    const { stage, performance, watch, opened } = this;
    const { design, scenario, folder } = performance;
    const outcomesFile = join(folder, `${design.load.name}-${design.name}.ndjson`);
    const beside = new BesideLoads(stage, performance);
    try {
      await beside.start();
      const details = { ...opened.details, outcomesFile };
      const load = await startMainLoad(stage, performance, details, (row) => this.tell(row));
      const giveUp = () => load.stop();
      stage.stopping.addEventListener('abort', giveUp, { once: true });
      try {
        const phases = await this.playing.play(load);
        const summary = await load.finished;
        stage.stopping.throwIfAborted();
        void this.playing.announce('draining');
        const outcomes = await readOutcomes(outcomesFile);
        const isDrained = await opened.drained(scenario.drainLimitSeconds);
        // One more reading, so that the charts end with the empty queue.
        await pause(1_100, undefined, { signal: stage.stopping });
        const bystanders = await beside.end();
        const audited = await opened.audit(outcomes, isDrained);
        const record: RunRecord = {
          ...{
            design,
            startedAt: load.startedAt,
            endedAt: now(),
            phases,
            faults: this.playing.faults.windows,
            given: this.given,
          },
          ...{ load: summary, outcomes, queues: watch.queues, ...audited },
          ...(bystanders && { bystanders }),
        };
        return throughDrain(record, performance);
      } finally {
        stage.stopping.removeEventListener('abort', giveUp);
        load.stop();
        await load.finished.catch(() => {});
      }
    } finally {
      watch.stop();
      beside.stop();
      await this.playing.mend();
    }
  }

  private tell(row: LoadRow): void {
    const { design, scenario } = this.performance;
    const last = design.group === null ? undefined : this.watch.queues[design.group]?.at(-1);
    const queue = last
      ? `   lag ${String(last.lag).padStart(5)}   age ${(last.ageSeconds ?? 0).toFixed(1).padStart(5)} s`
      : '';
    const { accepted, rejected } = { ...words, ...scenario.wording.words };
    const second = `${row.second} s`.padStart(6);
    const counts = [
      `${accepted.en} ${String(row.accepted).padStart(4)}/s`,
      `${rejected.en} ${String(row.failed + row.refused).padStart(4)}/s`,
    ];
    this.stage.progress(`${second}   ${this.playing.phase.padEnd(9)} ${counts.join('   ')}${queue}`);
  }
}
