import { waitFor } from '#runtime';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { generate, now } from '../load/generate.js';
import type { LoadPlan } from '../load/plan.js';
import type { LoadSummary, Outcome } from '../load/outcome.js';
import { readOutcomes, startLoad } from '../load/run-load.js';
import type { Performance } from '../engine/scenario.js';
import type { Stage } from '../engine/stage.js';
import type { RunRecord } from '../engine/record.js';
import { queuesEmpty, watchQueues, type QueueWatch } from '../engine/watch-queue.js';
import type { Clips } from './clips.js';
import { sendUpload } from './send-upload.js';
import { crowds, plannedUploads, type PlannedUpload } from './uploads.js';
import { videoAccount, videoFates, videoFigures, type VideoFacts } from './video-figures.js';
import { countUnfinished, readVideos, type VideoLedger } from './video-ledger.js';
import { addWorkers, countMembers, group } from './workers.js';
import type { Speed } from '../engine/design.js';

const paths = { waiting: '/waiting/videos', queue: '/videos' } as const;

/**
 * Plays one design of the video case: people look at pages all the time, others upload in a burst, and it goes on until
 * nobody has anything left to do. In the queue design workers join while the queue is emptied.
 */
export async function playVideo(
  stage: Stage,
  performance: Performance,
  { speed, clips }: { speed: Speed; clips: Clips },
): Promise<RunRecord> {
  const { scenario, design, seed, folder } = performance;
  const name = design.name as VideoFacts['design'];
  const planned = plannedUploads(speed, seed);
  const announce = (phase: string) => stage.announcer.scenario({ scenario: scenario.name, run: name, phase });
  await mkdir(folder, { recursive: true });
  await announce('warm-up');
  const begunAt = now();
  await warmedUp(stage, name, clips, begunAt);
  const watch = design.group === null ? undefined : watchQueues(stage.driver);
  const workers = watch ? countMembers(stage.driver) : undefined;
  const pagesFile = join(folder, `pages-${name}.ndjson`);
  const pages = await startLoad(pagesPlan(stage, seed, crowds[speed].pagesPerSecond, pagesFile));
  const startedAt = now();
  let removeWorkers = async () => {};
  try {
    void announce('calm');
    const calm = { from: startedAt, to: startedAt + crowds[speed].calmSeconds * 1_000 };
    const uploading = upload(stage, name, planned, clips, () => announce('uploads'), watch);
    // Whoever awaits it gets its error; until then nobody listens.
    uploading.catch(() => {});
    if (watch) {
      const lastAt = startedAt + (planned.at(-1)?.atMs ?? 0);
      await pause(Math.max(0, lastAt - now()), undefined, { signal: stage.stopping });
      removeWorkers = await addWorkers(stage);
    }
    const { outcomes, load } = await uploading;
    void announce('draining');
    const ledger = await finished(stage, begunAt, scenario.drainLimitSeconds);
    const lastAnswer = Math.max(...outcomes.map(({ answeredAt }) => answeredAt));
    const lastFinish = Math.max(...ledger.videos.map(({ finishedAt }) => finishedAt ?? 0));
    const busy = { from: calm.to, to: Math.max(lastAnswer, lastFinish) };
    // A video is finished a moment before its worker commits, and the brokers are looked at once a second.
    if (watch) await queuesEmpty(stage, [group], scenario.drainLimitSeconds);
    // One more look of the watch, so that the charts end with the empty queue.
    await pause(1_100, undefined, { signal: stage.stopping });
    pages.stop();
    await pages.finished;
    const pageOutcomes = await readOutcomes(pagesFile);
    const facts: VideoFacts = {
      ...{ design: name, planned, outcomes, pages: pageOutcomes, calm, busy, ledger },
      workers: workers?.most() ?? 0,
    };
    return {
      ...{ design, startedAt, endedAt: now(), load, outcomes, faults: [] },
      phases: [
        { name: 'calm', ...calm },
        { name: 'uploads', ...busy },
      ],
      account: videoAccount(facts),
      fates: videoFates(facts),
      queues: watch?.queues ?? {},
      bystanders: pageOutcomes,
      shaded: busy,
      own: { video: videoFigures(facts) },
    };
  } finally {
    watch?.stop();
    workers?.stop();
    pages.stop();
    await removeWorkers();
  }
}

/** One small clip each way, not counted, so that neither design pays for waking up the other. */
async function warmedUp(stage: Stage, design: VideoFacts['design'], clips: Clips, since: number): Promise<void> {
  const url = stage.driver.address('video') + paths[design];
  const answer = await sendUpload(url, clips.file('small'));
  if (answer.ending !== 'accepted')
    throw new Error(`the first upload was not taken: ${answer.status ?? answer.ending}`);
  await finished(stage, since, 60);
}

async function upload(
  stage: Stage,
  design: VideoFacts['design'],
  planned: readonly PlannedUpload[],
  clips: Clips,
  onFirst: () => Promise<void>,
  watch: QueueWatch | undefined,
): Promise<{ outcomes: Outcome[]; load: LoadSummary }> {
  const url = stage.driver.address('video') + paths[design];
  const outcomes: Outcome[] = [];
  const load = await generate({
    schedule: planned.map(({ atMs }) => atMs),
    send: (n) => {
      if (n === 0) void onFirst();
      return sendUpload(url, clips.file(planned[n]?.clip ?? 'small'));
    },
    onOutcome: (outcome) => outcomes.push(outcome),
    onRow: ({ second, accepted, refused, failed, waiting }) => {
      const lag = watch ? `   lag ${String(watch.queues[group]?.at(-1)?.lag ?? 0).padStart(3)}` : '';
      const counts = `answered ${accepted}   refused ${refused}   failed ${failed}   waiting ${String(waiting).padStart(3)}`;
      stage.progress(`${`${second} s`.padStart(6)}   ${counts}${lag}`);
    },
    stop: stage.stopping,
  });
  stage.stopping.throwIfAborted();
  return { outcomes: outcomes.sort((one, other) => one.n - other.n), load };
}

/** Waits until no video is queued or in hand, or the limit: what is left then is counted as still queued. */
async function finished(stage: Stage, since: number, limitSeconds: number): Promise<VideoLedger> {
  const { driver, stopping, progress } = stage;
  await waitFor(
    { what: 'every video to be finished', limitMs: limitSeconds * 1_000, everyMs: 500, signal: stopping },
    async () => {
      const unfinished = await countUnfinished(driver, since);
      if (unfinished > 0) throw new Error(`${unfinished} are not`);
      return true;
    },
  ).catch((error: Error) => {
    stopping.throwIfAborted();
    progress(error.message);
  });
  return readVideos(driver, since);
}

const pagesPlan = ({ driver }: Stage, seed: number, ratePerSecond: number, outcomesFile: string): LoadPlan => ({
  ...{ name: 'pages', requests: 'video-pages', origin: driver.address('video'), seed, pattern: 'poisson' },
  ...{ segments: [{ seconds: null, ratePerSecond }], timeoutMs: 10_000, connections: 64, outcomesFile },
  endsWithInput: true,
});
