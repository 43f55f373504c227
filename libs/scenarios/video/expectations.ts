import type { RunFigures } from '../engine/figures.js';
import { milliseconds } from '../report/rows.js';
import type { Expectation } from '../engine/scenario.js';
import type { Text } from '../engine/design.js';
import { percent } from '../engine/finding.js';
import type { PageFigures, VideoFigures } from './video-figures.js';

type Judge = (video: VideoFigures, run: RunFigures) => { measured: string; passed: boolean };

/** Below this, a slower page is noise of the machine and harms nobody. */
const unfeltMs = 200;
const unharmedRatio = 5;

function about(design: 'waiting' | 'queue', text: Text, expected: string, judge: Judge): Expectation {
  const missing = { measured: '?', passed: false };
  return { design, text, expected, judge: (run) => (run.video ? judge(run.video, run) : missing) };
}

const all = (done: number, of: number) => ({
  measured: `${percent(of === 0 ? null : done / of)} (${done} / ${of})`,
  passed: of > 0 && done === of,
});
const zero = (count: number) => ({ measured: String(count), passed: count === 0 });

/** How long people wait for an answer, as a share of the time until their video is finished. */
function waitShare({ accept, completion }: RunFigures): { share: number | null; measured: string } {
  if (accept.p50Ms === null || completion.p50Ms === null) return { share: null, measured: '?' };
  const share = accept.p50Ms / completion.p50Ms;
  return { share, measured: `${percent(share)} (${milliseconds(accept.p50Ms)} of ${milliseconds(completion.p50Ms)})` };
}

const pagesText = (calm: PageFigures, busy: PageFigures) =>
  `${milliseconds(busy.p99Ms)} (calm ${milliseconds(calm.p99Ms)}), ${busy.failed} of ${busy.requests} failed`;

/** What the talk claims of both designs, judged by a computer. */
export const expectations: readonly Expectation[] = [
  about(
    'waiting',
    {
      en: 'Users wait until the video is transcoded: response time compared with finished video, p50',
      ko: '변환이 끝나기 전에는 아무도 응답을 받지 못한다: 완료 시간 대비 응답 시간, p50',
    },
    '≥ 90 %',
    (_video, run) => {
      const { share, measured } = waitShare(run);
      return { measured, passed: share !== null && share >= 0.9 };
    },
  ),
  about(
    'waiting',
    { en: 'Files that are not videos are rejected', ko: '영상이 아닌 파일은 거절된다' },
    '100 %',
    ({ uselessRefused, useless }) => all(uselessRefused, useless),
  ),
  about(
    'queue',
    { en: 'Every real clip is accepted', ko: '모든 정상 영상이 접수된다' },
    '100 %',
    ({ soundAccepted, sound }) => all(soundAccepted, sound),
  ),
  about(
    'queue',
    {
      en: 'The response does not wait for the transcoding: response time compared with finished video, p50',
      ko: '변환을 기다리지 않고 응답한다: 완료 시간 대비 응답 시간, p50',
    },
    '≤ 50 %',
    (_video, run) => {
      const { share, measured } = waitShare(run);
      return { measured, passed: share !== null && share <= 0.5 };
    },
  ),
  about(
    'queue',
    { en: 'Every accepted clip is finished at the end', ko: '접수된 모든 영상이 끝내 변환된다' },
    '100 %',
    ({ soundFinished, soundAccepted }) => all(soundFinished, soundAccepted),
  ),
  about('queue', { en: 'Videos lost', ko: '유실된 영상' }, '0', (_video, { lost }) => zero(lost)),
  about('queue', { en: 'Videos with two results', ko: '두 번 반영된 영상' }, '0', (_video, { doubled }) =>
    zero(doubled),
  ),
  about(
    'queue',
    {
      en: 'A broken clip becomes a dead letter, and its owner sees why',
      ko: '내용이 깨진 영상은 데드레터가 되고, 올린 사람은 이유를 안다',
    },
    '100 %',
    ({ broken, brokenTold }, { deadLettered }) => all(Math.min(brokenTold, deadLettered), broken),
  ),
  about(
    'queue',
    { en: 'Files that are no video are turned away at upload', ko: '영상이 아닌 파일은 입구에서 거절된다' },
    '100 %',
    ({ uselessRefused, useless }) => all(uselessRefused, useless),
  ),
  about(
    'queue',
    {
      en: 'Jobs wait in the queue, and none is left at the end: lag',
      ko: '작업이 큐에서 기다리고, 끝에는 비워진다: lag',
    },
    '> 1, then 0',
    (_video, { lag, finalLag }) => ({
      measured: `${lag.peakMessages ?? '?'}, then ${finalLag ?? '?'}`,
      passed: (lag.peakMessages ?? 0) > 1 && finalLag === 0,
    }),
  ),
  about(
    'queue',
    {
      en: 'The other pages of the site are not affected: p99 while videos are transcoded, and no failures',
      ko: '사이트의 다른 페이지는 피해가 없다: 변환 중의 p99, 실패 없음',
    },
    `≤ ${unharmedRatio} × calm, or ≤ ${unfeltMs} ms`,
    ({ pages: { calm, busy } }) => ({
      measured: pagesText(calm, busy),
      passed:
        busy.failed === 0 &&
        busy.p99Ms !== null &&
        (busy.p99Ms <= unfeltMs || busy.p99Ms <= (calm.p99Ms ?? 0) * unharmedRatio),
    }),
  ),
];
