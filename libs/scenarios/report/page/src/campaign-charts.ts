import type { CampaignPage } from '../../../campaign/campaign-page.js';
import { chart, type Axes, type Drawing } from './chart.js';
import { el } from './element.js';
import { faultBars } from './fault-bars.js';
import { duration, whole } from './figures.js';
import { legend } from './legend.js';
import type { View } from './view.js';

/** Of consumer groups, which have no color of their own. */
const groupColors = ['--run-0', '--run-1', '--good', '--bad', '--open', '--quiet'];

/** Faults, answers, latency and queues below each other, over one axis of time. */
export function campaignCharts({ series, faults, words }: CampaignPage, { t }: View): HTMLElement[] {
  const axes: Axes = {
    seconds: series.seconds,
    unit: t(words.second),
    labelsPx: 130, // The chart of faults has the names of parts there.
    linePx: 2,
    shaded: faults.map(({ atSeconds, untilSeconds }) => ({ from: atSeconds, to: untilSeconds ?? atSeconds })),
    edged: false,
  };
  const section = (title: string, drawing: Drawing) =>
    el('section', { class: 'chart wide' }, el('h3', {}, title), legend(drawing.lines), chart(axes, drawing));
  const heightPx = 240;
  return [
    section(t(words.chartFaults), faultBars(faults)),
    section(t(words.chartAnswers), {
      heightPx,
      lines: [
        { label: t(words.accepted), values: series.accepted, color: '--run-1' },
        { label: t(words.completed), values: series.completed, color: '--good' },
        { label: t(words.notAccepted), values: series.notAccepted, color: '--bad' },
      ],
      label: whole,
    }),
    section(t(words.chartLatency), {
      heightPx,
      lines: [{ label: 'p99', values: series.acceptP99Ms, color: '--run-0' }],
      label: duration,
      logarithmic: true,
    }),
    section(t(words.chartLag), {
      heightPx,
      lines: Object.entries(series.lag).map(([group, values], index) => ({
        label: group,
        values,
        color: groupColors[index % groupColors.length] ?? '--quiet',
      })),
      label: whole,
    }),
  ];
}
