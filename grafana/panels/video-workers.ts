import { topics, videoUploaded } from '#contracts';
import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';
import { name } from '../promql.js';

const partitions = topics.find((topic) => topic.name === videoUploaded.type)?.partitions ?? 0;

export const videoWorkers = figure({
  id: 706,
  title: { en: 'Workers', ko: '작업자' },
  description: {
    en: `Workers that share the queue. It has ${partitions} partitions: any further workers are idle (amber); without workers the queue grows (red).`,
    ko: `큐를 나누어 처리하는 작업자 수입니다. 파티션이 ${partitions}개이므로 그보다 많은 작업자는 할 일이 없고(주황), 없으면 큐가 쌓이기만 합니다(빨강).`,
  },
  unit: 'short',
  decimals: 0,
  queries: [
    {
      expr: `max(${name(metrics.consumerGroupMembers)}{consumergroup="video-worker"})`,
      name: { en: 'workers', ko: '작업자' },
    },
  ],
  colours: [
    [0, colours.bad],
    [1, colours.good],
    [partitions + 1, colours.warning],
  ],
  nothing: { en: 'not counted yet', ko: '집계 전' },
});
