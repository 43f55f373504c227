import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero } from '../promql.js';

/** Counted by the site, which receives the results of all workers: workers added by `scale` are not scraped. */
const heard = (topic: string): string =>
  orZero(
    `60 * sum(rate(${name(metrics.handledMessages)}{consumergroup="video", topic="${topic}", outcome="handled"}[30s]))`,
  );

export const videosFinished = lines({
  id: 707,
  title: { en: 'Videos finished per minute', ko: '분당 완료된 영상' },
  description: {
    en: 'Videos finished by the workers, over the last half minute: more workers help as long as there are free cores. Failed: broken files, now dead letters.',
    ko: '최근 30초 동안 작업자들이 끝낸 영상입니다. 작업자가 늘면 코어가 허락하는 만큼 올라갑니다. 포기: 깨진 파일, 데드레터로 감.',
  },
  unit: 'short',
  softMax: 5,
  queries: [
    { expr: heard('video.transcoded'), name: { en: 'finished', ko: '완료' }, colour: colours.good },
    { expr: heard('video.failed'), name: { en: 'failed', ko: '포기' }, colour: colours.bad },
  ],
});
