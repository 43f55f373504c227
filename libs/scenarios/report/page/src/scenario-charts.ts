import type { Report } from '../../contents.js';
import type { RunSeries } from '../../series.js';
import type { ReportWords } from '../../words.js';
import { chart, type Axes } from './chart.js';
import { runColor } from './color.js';
import { el } from './element.js';
import { duration, whole } from './figures.js';
import type { View } from './view.js';

interface Kind {
  readonly field: Exclude<keyof RunSeries, 'fault' | 'phases'>;
  readonly title: keyof ReportWords;
  readonly label: (value: number) => string;
  readonly logarithmic?: true;
}

/** What is drawn, in this order; left out where no run has it. */
const kinds: readonly Kind[] = [
  { field: 'accepted', title: 'chartAccepted', label: whole },
  { field: 'failed', title: 'chartFailed', label: whole },
  { field: 'lag', title: 'chartLag', label: whole },
  { field: 'ageSeconds', title: 'chartAge', label: (seconds) => `${whole(seconds)} s` },
  { field: 'acceptP99Ms', title: 'chartAccept', label: duration, logarithmic: true },
  { field: 'completionP99Ms', title: 'chartCompletion', label: duration, logarithmic: true },
  { field: 'bystandersP99Ms', title: 'chartBystanders', label: duration, logarithmic: true },
  { field: 'bystandersFailed', title: 'chartBystandersFailed', label: whole },
];

/** The runs of a scenario over each other, one chart for each kind of figure. */
export function scenarioCharts({ runs, words }: Report, { t }: View): HTMLElement[] {
  const fault = runs.map(({ series }) => series.fault).find((one) => one !== null);
  const axes: Axes = {
    seconds: Math.max(...runs.map(({ series }) => series.accepted.length)),
    unit: t(words.second),
    labelsPx: 74,
    linePx: 3,
    shaded: fault ? [fault] : [],
    edged: true,
  };
  return kinds.flatMap(({ field, title, ...kind }) => {
    const lines = runs
      .map((run, index) => ({ label: t(run.title), values: run.series[field], color: runColor(index) }))
      .filter(({ values }) => values.some((value) => value !== null));
    if (lines.length === 0) return [];
    const drawn = chart(axes, { heightPx: 250, lines, ...kind });
    return [el('section', { class: 'chart' }, el('h3', {}, t(words[title])), drawn)];
  });
}
