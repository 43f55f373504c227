import { colours } from '../colours.js';
import { figure } from '../kinds/figure.js';

export const samplesScraped = figure({
  id: 507,
  title: { en: 'Samples per scrape', ko: '수집당 표본' },
  description: {
    en: 'Samples fetched from all parts per scrape: a sudden jump means that a label now contains ids.',
    ko: '한 번에 모든 부분에서 가져오는 수치의 개수입니다. 갑자기 뛰면 레이블에 ID가 들어간 것입니다.',
  },
  unit: 'short',
  queries: [{ expr: 'sum(scrape_samples_post_metric_relabeling)', name: { en: 'samples', ko: '표본' } }],
  colours: [[0, colours.calm]],
  nothing: { en: 'no targets', ko: '대상 없음' },
});
