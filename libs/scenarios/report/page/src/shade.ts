import type uPlot from 'uplot';
import { color } from './color.js';

/** A stretch of time, in seconds since the load began. */
export interface Window {
  readonly from: number;
  readonly to: number;
}

/** Shades what was broken when, behind the lines. @param edged with a line where each begins and ends */
export function shade(plot: uPlot, windows: readonly Window[], edged: boolean): void {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = color('--fault');
  ctx.strokeStyle = color('--bad');
  ctx.lineWidth = 2;
  for (const window of windows) {
    const from = plot.valToPos(window.from, 'x', true);
    const to = plot.valToPos(window.to, 'x', true);
    ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
    if (!edged) continue;
    for (const x of [from, to]) {
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
  }
  ctx.restore();
}
