import type uPlot from 'uplot';
import type { Mark } from '../marks.js';

/** One observed request. */
export interface Dot {
  time: number;
  value: number;
  traceId: string;
}

/** What lies over the lines and changes with every answer. */
export interface Overlay {
  marks: readonly Mark[];
  dots: readonly Dot[];
  open(traceId: string): void;
  openHint: string;
}

const dotReachPx = 9;

/** Shades the fault windows and says what was broken; alerts are a line along the bottom. */
export function drawMarks(chart: uPlot, marks: readonly Mark[], font: string): void {
  const { ctx, bbox } = chart;
  const ratio = devicePixelRatio;
  let writtenTo = bbox.left;
  ctx.save();
  ctx.font = `600 ${Number.parseFloat(font) * ratio}px ${font.slice(font.indexOf(' ') + 1)}`;
  ctx.textBaseline = 'top';
  ctx.textAlign = 'left';
  for (const { from, to, colour, title, shaded } of marks) {
    const left = Math.max(bbox.left, chart.valToPos(from, 'x', true));
    const right = Math.min(bbox.left + bbox.width, chart.valToPos(to, 'x', true));
    if (right < bbox.left || left > bbox.left + bbox.width) continue;
    const width = Math.max(ratio, right - left);
    ctx.fillStyle = colour;
    if (!shaded) {
      ctx.fillRect(left, bbox.top + bbox.height - 4 * ratio, width, 4 * ratio);
      continue;
    }
    ctx.globalAlpha = 0.16;
    ctx.fillRect(left, bbox.top, width, bbox.height);
    ctx.globalAlpha = 1;
    ctx.fillRect(left, bbox.top, 2 * ratio, bbox.height);
    const length = ctx.measureText(title).width;
    const start = Math.min(left + 7 * ratio, bbox.left + bbox.width - length);
    if (start < writtenTo) continue;
    ctx.fillText(title, start, bbox.top + 5 * ratio);
    writtenTo = start + length + 10 * ratio;
  }
  ctx.restore();
}

/** Where a dot is, in canvas pixels; one above the scale sits at its top. */
function placeOf(chart: uPlot, { time, value }: Dot): [x: number, y: number] {
  const y = Math.max(chart.valToPos(value, 'y', true), chart.bbox.top + 4 * devicePixelRatio);
  return [chart.valToPos(time, 'x', true), y];
}

/** As many as can be told apart: two dots on the same spot are one. */
function visibleDots(chart: uPlot, dots: readonly Dot[]): { dot: Dot; x: number; y: number }[] {
  const spotPx = 9 * devicePixelRatio;
  const { left, width } = chart.bbox;
  const spots = new Map<string, { dot: Dot; x: number; y: number }>();
  for (const dot of dots) {
    const [x, y] = placeOf(chart, dot);
    if (x < left || x > left + width) continue;
    // By time rather than by place on the screen, or dots would flicker as the chart moves on.
    const spot = `${Math.floor((dot.time * width) / spanOf(chart) / spotPx)} ${Math.floor(y / spotPx)}`;
    if (!spots.has(spot)) spots.set(spot, { dot, x, y });
  }
  return [...spots.values()];
}

const spanOf = (chart: uPlot): number => (chart.scales.x?.max ?? 1) - (chart.scales.x?.min ?? 0);

export function drawDots(chart: uPlot, dots: readonly Dot[], colour: string): void {
  const { ctx } = chart;
  const half = 3.2 * devicePixelRatio;
  ctx.save();
  ctx.fillStyle = colour;
  ctx.globalAlpha = 0.7;
  for (const { x, y } of visibleDots(chart, dots)) {
    ctx.beginPath();
    ctx.moveTo(x, y - half);
    ctx.lineTo(x + half, y);
    ctx.lineTo(x, y + half);
    ctx.lineTo(x - half, y);
    ctx.fill();
  }
  ctx.restore();
}

/** A dot under the mouse is named, and clicked it opens its trace. */
export function linkDots(chart: uPlot, overlay: () => Overlay): void {
  const nearest = (event: MouseEvent): Dot | undefined => {
    const area = chart.over.getBoundingClientRect();
    const x = (event.clientX - area.left) * devicePixelRatio + chart.bbox.left;
    const y = (event.clientY - area.top) * devicePixelRatio + chart.bbox.top;
    let found: Dot | undefined;
    let reach = dotReachPx * devicePixelRatio;
    for (const { dot, x: dotX, y: dotY } of visibleDots(chart, overlay().dots)) {
      const distance = Math.hypot(dotX - x, dotY - y);
      if (distance < reach) [found, reach] = [dot, distance];
    }
    return found;
  };
  chart.over.addEventListener('mousemove', (event) => {
    const dot = nearest(event);
    chart.over.style.cursor = dot ? 'pointer' : '';
    chart.over.title = dot ? `${overlay().openHint}: ${dot.traceId}` : '';
  });
  chart.over.addEventListener('click', (event) => {
    const dot = nearest(event);
    if (dot) overlay().open(dot.traceId);
  });
}
