import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import './chart.css';
import type { Series } from '../../series.js';
import { color } from './color.js';
import { el } from './element.js';
import { alone, bridged } from './gaps.js';
import { shade, type Window } from './shade.js';

export interface Line {
  readonly label: string;
  /** One a second. */
  readonly values: Readonly<Series>;
  /** The name of a color in theme.css. */
  readonly color: string;
}

/** What all charts of a page have in common, so that one can be read below the other. */
export interface Axes {
  readonly seconds: number;
  /** What follows the number of a second. */
  readonly unit: string;
  /** Room for the labels on the left. */
  readonly labelsPx: number;
  readonly linePx: number;
  readonly shaded: readonly Window[];
  readonly edged: boolean;
}

export interface Drawing {
  readonly heightPx: number;
  readonly lines: readonly Line[];
  /** Writes a value beside the axis. */
  readonly label?: (value: number) => string;
  /** Where calm and outage differ by a thousand. */
  readonly logarithmic?: boolean;
  /** Draws something other than lines; there is no scale on the left, and nothing shaded. */
  readonly paint?: (plot: uPlot) => void;
}

/** All charts show the same second under the mouse. */
const cursor = uPlot.sync('seconds');

/** Before the page is drawn anew: what is drawn listens to the window and to the other charts. */
export function destroyCharts(): void {
  for (const plot of [...cursor.plots]) plot.destroy();
}

/** A chart that is as wide as its place, and drawn as soon as it has one. */
export function chart(axes: Axes, drawing: Drawing): HTMLElement {
  // The height is fixed beforehand: the page does not jump when the chart appears.
  const box = el('div', { style: `height: ${drawing.heightPx}px` });
  const lines = drawing.lines.map(({ values }) => bridged(values, axes.seconds));
  const seconds = Array.from({ length: axes.seconds }, (_, second) => second);
  let plot: uPlot | undefined;
  new ResizeObserver(() => {
    const size = { width: box.clientWidth, height: drawing.heightPx };
    if (size.width === 0) return; // No longer in the page.
    if (plot) plot.setSize(size);
    else plot = new uPlot({ ...size, ...optionsOf(axes, drawing) }, [seconds, ...lines], box);
  }).observe(box);
  return box;
}

function optionsOf(axes: Axes, { lines, paint, ...drawing }: Drawing): Omit<uPlot.Options, 'width' | 'height'> {
  const font = `15px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: color('--quiet'), font, grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
  return {
    cursor: { sync: { key: cursor.key }, points: { size: 8 } },
    legend: { show: false },
    scales: {
      x: { time: false, range: [0, Math.max(1, axes.seconds - 1)] },
      y: paint ? { range: [0, 1] } : scaleOf(drawing),
    },
    axes: [
      { ...axis, values: (_plot, ticks) => ticks.map((tick) => `${tick} ${axes.unit}`), space: 70, gap: 9 },
      { ...axis, size: axes.labelsPx, ...(paint ? { values: () => [], grid: { show: false } } : labelsOf(drawing)) },
    ],
    series: [{}, ...lines.map((line) => seriesOf(line, axes.linePx))],
    hooks: paint ? { draw: [paint] } : { drawClear: [(plot) => shade(plot, axes.shaded, axes.edged)] },
  };
}

function seriesOf(line: Line, width: number): uPlot.Series {
  const stroke = color(line.color);
  const filter = (plot: uPlot, index: number) => alone([...(plot.data[index] ?? [])]);
  return { label: line.label, stroke, width, points: { size: 6, fill: stroke, filter } };
}

/** The highest value and some air above it. uPlot gives null as a limit where there is no value. */
const scaleOf = ({ logarithmic }: Pick<Drawing, 'logarithmic'>): uPlot.Scale =>
  logarithmic
    ? { distr: 3, range: (_plot, low, high) => [powerOfTenBelow(low), Math.max(100, high * 1.3)] }
    : { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] };

/** On a logarithmic scale only powers of ten are written. */
const labelsOf = ({ label = String, logarithmic }: Pick<Drawing, 'label' | 'logarithmic'>): uPlot.Axis => ({
  values: (_plot, ticks: (number | null)[]) => ticks.map((tick) => (tick === null ? '' : label(tick))),
  ...(logarithmic && { filter: (_plot, ticks) => ticks.map((tick) => (isPowerOfTen(tick) ? tick : null)) }),
});

const isPowerOfTen = (value: number): boolean => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

/** The ticks of a logarithmic axis are counted from its lower end, which must be a round number. */
const powerOfTenBelow = (value: number): number => 10 ** Math.floor(Math.log10(Math.max(1, value)));
