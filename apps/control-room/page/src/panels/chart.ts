import uPlot from 'uplot';
import { format } from '../units.js';
import { valuesAtCursor } from './chart-card.js';
import { drawDots, drawMarks, linkDots, type Overlay } from './chart-overlay.js';
import { clock } from './clock.js';

export interface Line {
  name: string;
  refId: string;
  values: (number | null)[];
  colour: string;
}

interface ChartDescription {
  element: HTMLElement;
  lines: readonly Line[];
  unit?: string;
  softMax?: number;
  overlay: () => Overlay;
}

/** All charts of a board show the same moment under the mouse. */
const cursorGroup = uPlot.sync('board');

export function chartOptions({ element, lines, unit, softMax = 0, overlay }: ChartDescription): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const fontPx = Number.parseFloat(style.fontSize);
  const font = `${fontPx}px ${style.fontFamily}`;
  const axis = {
    stroke: colour('--muted'),
    font,
    grid: { stroke: colour('--grid'), width: 1 },
    ticks: { show: false },
  };
  return {
    width: element.clientWidth,
    height: element.clientHeight,
    padding: [fontPx / 2, fontPx * 2, 0, 0],
    legend: { show: false },
    cursor: { sync: { key: cursorGroup.key }, drag: { x: false, y: false }, points: { size: fontPx * 0.7 } },
    scales: {
      x: { time: true, range: (_chart, from, to) => [from, to] },
      y: { range: (_chart, _from, to) => [0, niceTop(Math.max(to ?? 0, softMax))] },
    },
    axes: [
      { ...axis, size: fontPx * 2, space: fontPx * 4.5, values: (_chart, times) => times.map(tick) },
      {
        ...axis,
        size: fontPx * 5.2,
        space: fontPx * 3,
        incrs: incrementsOf(unit),
        values: (_chart, values) => values.map((value) => format(value, unit)),
      },
    ],
    series: [
      {},
      ...lines.map(({ name, colour: stroke }) => ({
        label: name,
        stroke,
        width: Math.max(2, fontPx / 5),
        fill: lines.length <= 2 ? `${stroke}22` : undefined,
        points: { show: false },
      })),
    ],
    hooks: {
      drawClear: [(chart) => drawMarks(chart, overlay().marks, font)],
      draw: [(chart) => drawDots(chart, overlay().dots, colour('--dot'))],
      ready: [(chart) => linkDots(chart, overlay)],
    },
    plugins: [valuesAtCursor(lines, unit)],
  };
}

/** Round steps in the unit itself: minutes are not tens of seconds, and mebibytes not millions. */
function incrementsOf(unit: string | undefined): uPlot.Axis.Incrs | undefined {
  if (unit === 'bytes') return Array.from({ length: 40 }, (_, power) => 2 ** power);
  if (unit !== 's') return undefined;
  const below = [1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1].flatMap((ten) => [ten, ten * 2, ten * 5]);
  return [...below, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600];
}

/** Seconds only where they tell something. */
const tick = (seconds: number): string => (seconds % 60 === 0 ? clock(seconds).slice(0, 5) : clock(seconds));

/** Some air above the highest line, or one when nothing is drawn. */
const niceTop = (top: number): number => (top > 0 ? top * 1.1 : 1);
