import { missingFfmpeg, NotPossible, requirementSentence, waitFor } from '#runtime';
import type { LoadKind, LoadSize, LoadedRun, OpenLoad } from '../../engine/load-kind.js';
import { planOf } from '../../engine/loads.js';
import type { LoadStream } from '../../engine/design.js';
import type { Stage } from '../../engine/stage.js';
import { cameTrue, queuesEmpty } from '../../engine/watch-queue.js';
import { accountOf } from '../../ledger/account.js';
import { countUnfinished, readVideos } from '../../ledger/read-videos.js';
import { videoFates, videoFigures } from '../../ledger/videos.js';
import { scatteredCount } from '../arrivals.js';
import { now } from '../generate.js';
import { requestMaker } from '../plan.js';
import { sendUpload } from '../send-upload.js';
import { makeClips, type Clips } from './clips.js';
import { dealtClips } from './deal-clips.js';

const group = 'video-worker';
const warmUpLimitSeconds = 60;

/** Uploads of clips generated with ffmpeg, the same for every design. */
export const videos: LoadKind = {
  name: 'videos',
  parameters: {
    film: {
      ...{ describes: 'length of each clip', kind: 'time' },
      ...{ usual: '12s', atLeast: '1s', atMost: '10m' },
    },
  },
  prepare: async (stage, size) => {
    for (const missing of missingFfmpeg()) throw new NotPossible(requirementSentence(missing));
    stage.progress('generating the clips to upload');
    const clips = await makeClips((size.values['film'] ?? 0) / 1_000);
    return {
      warmUp: (load) => warmedUp(stage, load, clips),
      open: async (run) => opened(stage, size, run, clips),
      close: () => clips.remove(),
    };
  },
};

function opened(stage: Stage, { phases }: LoadSize, { design, seed, since }: LoadedRun, clips: Clips): OpenLoad {
  const uploads = phases.reduce((sum, { seconds, ratePerSecond }) => sum + scatteredCount(seconds, ratePerSecond), 0);
  const dealt = dealtClips(uploads, seed);
  const isQueued = design.load.requests === 'uploads';
  return {
    details: { files: dealt.map((clip) => clips.file(clip)) },
    drained: async (limitSeconds) =>
      (await cameTrue(stage, everyoneServed(stage, since, limitSeconds))) &&
      // A video is marked finished a moment before its worker commits.
      (!isQueued || (await queuesEmpty(stage, [group], limitSeconds))),
    audit: async (outcomes) => {
      const facts = { ...(await readVideos(stage.driver, since)), isQueued, dealt, outcomes };
      const fates = videoFates(facts);
      return { account: accountOf(fates), fates, own: { video: videoFigures(facts) } };
    },
  };
}

/** One small clip, so that neither design pays for a cold start. */
async function warmedUp(stage: Stage, load: LoadStream, clips: Clips): Promise<void> {
  const since = now();
  const plan = planOf(stage, load, { seed: 0, segments: [], files: [clips.file('small')] });
  const { path, file = '' } = requestMaker(load.requests).make(() => 0, 0, plan);
  const answer = await sendUpload(plan.origin + path, file, load.timeoutMs);
  if (answer.ending !== 'accepted')
    throw new Error(`the first upload was not accepted: ${answer.status ?? answer.ending}`);
  await cameTrue(stage, everyoneServed(stage, since, warmUpLimitSeconds));
}

/** Resolves when no video is queued or being transcoded. @throws WaitedTooLong */
async function everyoneServed({ driver, stopping }: Stage, since: number, limitSeconds: number): Promise<void> {
  const limit = { what: 'every video to be finished', limitMs: limitSeconds * 1_000, everyMs: 500, signal: stopping };
  await waitFor(limit, async () => {
    const unfinished = await countUnfinished(driver, since);
    if (unfinished > 0) throw new Error(`${unfinished} are unfinished`);
    return true;
  });
}
