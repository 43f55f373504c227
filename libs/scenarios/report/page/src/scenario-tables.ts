import { marks, outcomeOfFinding } from '../../../engine/finding.js';
import { partsOf } from '../../../engine/record.js';
import type { Report } from '../../contents.js';
import { runColor } from './color.js';
import { el } from './element.js';
import { tones } from './frame.js';
import { table } from './table.js';
import type { View } from './view.js';

/** Every expectation of the story beside what was measured. */
export function expectations({ runs, verdict, words }: Report, { t }: View): HTMLElement {
  const right = (word: string) => el('th', { class: 'number' }, word);
  return table(
    ['', '', t(words.expectation), right(t(words.expected)), right(t(words.measured))],
    verdict.expectations.map(({ design, text, expected, ...finding }) => {
      const outcome = outcomeOfFinding(finding);
      const index = runs.findIndex(({ figures }) => figures.name === design);
      const title = runs[index]?.title;
      return [
        el('td', { class: `mark ${tones[outcome]}` }, marks[outcome]),
        el('td', { class: 'design', style: `color: var(${runColor(index)})` }, title ? t(title) : design),
        t(text),
        el('td', { class: 'number' }, expected),
        el('td', { class: `number ${outcome === 'passed' ? '' : tones[outcome]}` }, finding.measured),
      ];
    }),
  );
}

/** What showed that each fault took effect, with its title; nothing where there was no fault. */
export function evidence({ verdict, words }: Report, { t }: View): HTMLElement[] {
  if (verdict.evidence.length === 0) return [];
  const items = verdict.evidence.map((one) =>
    el(
      'li',
      one.seen === null ? { class: 'open' } : {},
      `${one.design}: ${one.fault} ${partsOf(one)}: ${one.seen ?? t(words.noEvidence)}`,
    ),
  );
  return [el('h2', {}, t(words.evidence)), el('ul', {}, ...items)];
}

/** All figures, one column for each run. */
export const allFigures = ({ runs, rows }: Report, { t }: View): HTMLElement =>
  table(
    [
      '',
      ...runs.map(({ title }, index) =>
        el('th', { class: 'number', style: `color: var(${runColor(index)})` }, t(title)),
      ),
    ],
    rows.map(({ label, cells }) => [t(label), ...cells.map((cell) => el('td', { class: 'number' }, cell))]),
  );
