import type { Dimension } from '../measures/measure.js';
import type { RunRecord } from '../engine/record.js';
import { count, milliseconds } from '../report/rows.js';
import { windowOf } from '../engine/windows.js';
import { percent, type Finding } from '../engine/finding.js';
import type { Bound, Operator, Reference, Sentence } from './sentence.js';

/** The bounds of a sentence as a report shows them: `≤ 2 × calm, or ≤ 100 ms`. */
export const expectedText = ({ bounds, joined, subject }: Sentence): string =>
  bounds.map((bound) => boundText(bound, subject.measure.dimension)).join(`, ${joined} `);

const signs: Readonly<Record<Operator, string>> = { '<=': '≤ ', '>=': '≥ ', '<': '< ', '>': '> ', '=': '' };

function boundText(bound: Bound, dimension: Dimension): string {
  const sign = signs[bound.operator];
  if (bound.kind === 'times') return `${sign}${bound.factor} × ${bound.phase}`;
  if (bound.kind === 'share') return `${sign}${bound.share * 100} % of ${referenceText(bound.of)}`;
  return `${sign}${figureText(bound.value, dimension)}`;
}

/** `lag.peak of review in outage` */
export const referenceText = ({ measure, of, in: phase }: Reference): string =>
  [measure.name, ...(of ? ['of', of] : []), ...(phase ? ['in', phase] : [])].join(' ');

/** Judges one run by one sentence. A figure that does not exist neither meets nor breaks a bound. */
export function judgeSentence({ subject, bounds, joined }: Sentence, record: RunRecord): Finding {
  const figure = read(subject, record);
  if (figure === null) return { measured: 'not known', passed: null };
  const { dimension } = subject.measure;
  const held = bounds.map((bound) => against(bound, subject, record));
  const kept = bounds.map(({ operator }, index) => {
    const limit = held[index]?.limit ?? null;
    return limit === null ? null : compare[operator](figure, limit);
  });
  const decisive = joined === 'or';
  const passed = kept.includes(decisive) ? decisive : kept.includes(null) ? null : !decisive;
  const [share] = held.flatMap(({ whole }) => (whole === undefined ? [] : [whole]));
  const others = held.flatMap(({ named }) => named ?? []);
  const shown = figureText(figure, dimension);
  if (share === undefined) return { measured: others.length ? `${shown} (${others.join(', ')})` : shown, passed };
  if (!share) return { measured: `${shown} of ${share === null ? 'what is not known' : 0}`, passed };
  return { measured: `${percent(figure / share)} (${shown} of ${figureText(share, dimension)})`, passed };
}

const compare: Readonly<Record<Operator, (figure: number, limit: number) => boolean>> = {
  '<=': (figure, limit) => figure <= limit,
  '>=': (figure, limit) => figure >= limit,
  '<': (figure, limit) => figure < limit,
  '>': (figure, limit) => figure > limit,
  '=': (figure, limit) => figure === limit,
};

interface Held {
  /** null if the reference does not exist. */
  readonly limit: number | null;
  /** What the figure is a share of. */
  readonly whole?: number | null;
  /** A reference to show beside the figure: `calm 13 ms`. */
  readonly named?: string;
}

function against(bound: Bound, subject: Reference, record: RunRecord): Held {
  if (bound.kind === 'value') return { limit: bound.value };
  if (bound.kind === 'share') {
    const whole = read(bound.of, record);
    return { limit: whole === null ? null : whole * bound.share, whole };
  }
  const there = read({ ...subject, in: bound.phase }, record);
  const shown = there === null ? 'not known' : figureText(there, subject.measure.dimension);
  return { limit: there === null ? null : there * bound.factor, named: `${bound.phase} ${shown}` };
}

/** A figure as a table shows it; `–` if it does not exist. */
export function shownFigure(reference: Reference, record: RunRecord): string {
  const figure = read(reference, record);
  return figure === null ? '–' : figureText(figure, reference.measure.dimension);
}

function read({ measure, of, in: phase }: Reference, record: RunRecord): number | null {
  const window = phase === null ? null : windowOf(record, phase);
  // A phase that the run did not reach has no figures.
  if (window === undefined) return null;
  return measure.read({ record, window, group: of });
}

function figureText(figure: number, dimension: Dimension): string {
  if (dimension === 'time') return milliseconds(Math.round(figure * 10) / 10);
  return dimension === 'rate' ? `${Math.round(figure * 10) / 10}/s` : count(figure);
}
