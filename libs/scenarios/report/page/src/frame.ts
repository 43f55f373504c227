import type { Text } from '../../../engine/design.js';
import { marks, type Outcome } from '../../../engine/finding.js';
import type { ReportWords } from '../../words.js';
import { el } from './element.js';
import type { Tone } from './figures.js';
import type { Choice, View } from './view.js';

export const tones: Readonly<Record<Outcome, Tone>> = { passed: 'good', failed: 'bad', inconclusive: 'open' };

/** Title, one sentence, and the switches of language and colors. */
export function head(title: Text, story: Text, words: Pick<ReportWords, 'theme'>, { t, ...view }: View): HTMLElement {
  const language = (code: Choice['language'], label: string) =>
    el(
      'button',
      {
        'aria-pressed': String(view.language === code),
        lang: code,
        click: () => view.choose({ language: code }),
      },
      label,
    );
  const swapTheme = () => view.choose({ theme: view.theme === 'dark' ? 'light' : 'dark' });
  const theme = t(words.theme);
  return el(
    'header',
    {},
    el('div', {}, el('h1', {}, t(title)), el('p', { class: 'story' }, t(story))),
    el(
      'div',
      { class: 'switches' },
      language('ko', '한국어'),
      language('en', 'English'),
      el('button', { click: swapTheme, title: theme, 'aria-label': theme }, '◐'),
    ),
  );
}

/** The verdict in one large word, and why. */
export const verdict = (outcome: Outcome, why: string, words: Pick<ReportWords, Outcome>, { t }: View): HTMLElement =>
  el(
    'section',
    { class: `verdict ${tones[outcome]}` },
    el('strong', {}, `${marks[outcome]} ${t(words[outcome])}`),
    el('span', {}, why),
  );

/** How the figures came about, and what would produce them again. */
export const foot = (method: readonly Text[], run: readonly string[], { t }: View): HTMLElement =>
  el(
    'footer',
    {},
    el('ul', {}, ...method.map((text) => el('li', {}, t(text)))),
    el('p', { class: 'meta' }, run.join(' · ')),
  );
