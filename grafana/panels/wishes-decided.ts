import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

const published = (topic: string): string =>
  orZero(perSecond(`${name(metrics.publishedMessages)}{topic="${topic}", outcome="published"}`));

export const wishesDecided = lines({
  id: 608,
  title: { en: 'Decided per second', ko: '초당 결정' },
  description: {
    en: 'Decisions of the issuing server: a voucher, sold out, or "you already have one".',
    ko: '발급 서버가 쇼핑몰에 알리는 결과입니다. 발급, 매진, 이미 받음.',
  },
  unit: 'ops',
  softMax: 10,
  queries: [
    { expr: published('gifticon.issued'), name: { en: 'issued', ko: '발급' }, colour: colours.good },
    { expr: published('gifticon.sold-out'), name: { en: 'sold out', ko: '매진' }, colour: colours.warning },
    { expr: published('gifticon.refused'), name: { en: 'already has one', ko: '이미 받음' }, colour: colours.calm },
  ],
});
