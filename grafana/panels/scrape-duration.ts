import { lines } from '../kinds/lines.js';

export const scrapeDuration = lines({
  id: 505,
  title: { en: 'Time to scrape', ko: '수집에 걸린 시간' },
  description: {
    en: 'How long Prometheus takes to scrape each part: near a second, gaps appear on the boards.',
    ko: 'Prometheus가 각 부분의 수치를 가져오는 데 걸린 시간입니다. 1초에 가까우면 보드에 빈틈이 생깁니다.',
  },
  unit: 's',
  softMax: 0.1,
  queries: [{ expr: 'max by (job) (scrape_duration_seconds)', name: '{{job}}' }],
});
