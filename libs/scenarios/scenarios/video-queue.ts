import { missingFfmpeg, NotPossible, requirementSentence } from '#runtime';
import type { Stage } from '../engine/stage.js';
import type { LoadStream } from '../engine/design.js';
import type { Scenario, Wishes } from '../engine/scenario.js';
import { makeClips } from '../video/clips.js';
import { expectations } from '../video/expectations.js';
import { playVideo } from '../video/play-video.js';
import { uploadTimeoutMs } from '../video/send-upload.js';
import { crowds, videoPhases } from '../video/uploads.js';
import { wording } from '../video/wording.js';
import { group } from '../video/workers.js';

/** Uploads are files and go their own way (send-upload.ts); the stream is that of the pages beside them. */
const pages: LoadStream = {
  ...{ name: 'pages', requests: 'video-pages', part: 'video', pattern: 'poisson' },
  ...{ timeoutMs: uploadTimeoutMs, connections: 64 },
};

export const videoQueue: Scenario = {
  name: 'video-queue',
  title: { en: 'The video work queue', ko: '영상 작업 큐' },
  story: {
    en: 'Users upload videos to a site: first the site transcodes each before it responds, then it puts the job in a queue for workers.',
    ko: '사용자들이 사이트에 영상을 올립니다. 한 번은 사이트가 변환을 마친 뒤에 응답하고, 한 번은 작업을 큐에 넘기고 작업자들이 제 속도로 처리합니다.',
  },
  designs: [
    {
      name: 'waiting',
      title: { en: 'transcoded before the response', ko: '응답 전에 변환' },
      load: pages,
      group: null,
    },
    { name: 'queue', title: { en: 'put in a queue', ko: '큐에 넘김' }, load: pages, group },
  ],
  phases: { talk: videoPhases('talk'), fast: videoPhases('fast') },
  climax: 'uploads',
  drainLimitSeconds: 180,
  expectations,
  wording,
  prepare,
};

/**
 * Draws the clips once for both designs.
 * @throws NotPossible without ffmpeg
 */
async function prepare(stage: Stage, { speed }: Wishes): Promise<Scenario> {
  for (const missing of missingFfmpeg()) throw new NotPossible(requirementSentence(missing));
  stage.progress('generating the clips to upload');
  const clips = await makeClips(crowds[speed].clipSeconds);
  // However the scenario ends, this process ends after it.
  process.once('exit', () => clips.removeNow());
  return { ...videoQueue, play: (now, performance) => playVideo(now, performance, { speed, clips }) };
}
