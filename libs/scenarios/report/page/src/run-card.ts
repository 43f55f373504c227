import type { Report } from '../../contents.js';
import { runColor } from './color.js';
import { el } from './element.js';
import { figure, whole, zeroIsGood } from './figures.js';
import type { View } from './view.js';

/** One run in four large figures, and how it recovered. @param index of the run in the report */
export function runCard({ runs, words }: Report, index: number, { t }: View): HTMLElement {
  const run = runs[index];
  if (!run) throw new Error(`the report has no run ${index}`);
  const { accepted, offered, rejected, lost, doubled } = run.figures;
  // Never rounded up to a hundred.
  const share = offered === 0 ? null : Math.floor((accepted / offered) * 1_000) / 10;
  const isPair = runs.length === 2;
  return el(
    'section',
    { class: 'run', style: `--run: var(${runColor(index)})` },
    el('h3', {}, t(run.title), el('small', {}, isPair ? t(index === 0 ? words.before : words.after) : '')),
    el(
      'div',
      { class: 'figures' },
      figure(share === null ? '–' : `${share} %`, t(words.accepted), share === 100 ? 'good' : 'bad'),
      figure(whole(rejected), t(words.rejected), zeroIsGood(rejected)),
      figure(whole(lost), t(words.lost), zeroIsGood(lost)),
      figure(whole(doubled), t(words.doubled), zeroIsGood(doubled)),
    ),
    el('p', { class: 'aside' }, recovery(run, words, t)),
  );
}

function recovery({ figures }: Report['runs'][number], words: Report['words'], t: View['t']): string {
  const { rejoinSeconds, drainSeconds } = figures.recovery;
  const { peakMessages } = figures.lag;
  const seconds = (value: number) => `${value.toFixed(1)} ${t(words.second)}`;
  return [
    ...(rejoinSeconds === null ? [] : [`${t(words.rejoin)} ${seconds(rejoinSeconds)}`]),
    ...(drainSeconds === null ? [] : [`${t(words.drain)} ${seconds(drainSeconds)}`]),
    ...(peakMessages === null ? [] : [`${t(words.peakLag)} ${whole(peakMessages)} ${t(words.messages)}`]),
  ].join(' · ');
}
