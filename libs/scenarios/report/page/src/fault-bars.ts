import type uPlot from 'uplot';
import type { DrawnFault } from '../../../campaign/campaign-page.js';
import type { Drawing } from './chart.js';
import { color } from './color.js';

const rowPx = 26;
/** A name is written into its bar where the row is at least this high. */
const readablePx = 18;
/** A fault that was never undone, or at once, is still seen. */
const shortestSeconds = 0.3;

/** One row for each part that was broken, one bar for each fault. */
export function faultBars(faults: readonly DrawnFault[]): Drawing {
  const parts = [...new Set(faults.map(({ part }) => part))].sort();
  return {
    heightPx: 60 + rowPx * parts.length,
    lines: [],
    paint: (plot) => {
      const { ctx, bbox } = plot;
      const ratio = devicePixelRatio;
      const height = bbox.height / parts.length;
      ctx.save();
      ctx.font = `${15 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
      ctx.textBaseline = 'middle';
      for (const [row, part] of parts.entries()) {
        const top = bbox.top + row * height;
        ctx.fillStyle = color('--quiet');
        ctx.textAlign = 'right';
        ctx.fillText(part, bbox.left - 10 * ratio, top + height / 2);
        ctx.textAlign = 'left';
        for (const fault of faults) if (fault.part === part) drawBar(plot, fault, top, height);
      }
      ctx.restore();
    },
  };
}

/** A bar in the color of what it was: red, or grey when nothing showed that it took effect. Places are canvas pixels. */
function drawBar(plot: uPlot, fault: DrawnFault, top: number, height: number): void {
  const { ctx } = plot;
  const ratio = devicePixelRatio;
  const from = plot.valToPos(fault.atSeconds, 'x', true);
  const until = Math.max(fault.untilSeconds ?? 0, fault.atSeconds + shortestSeconds);
  const width = Math.max(3 * ratio, plot.valToPos(until, 'x', true) - from);
  ctx.fillStyle = color(fault.seen === null ? '--quiet' : '--bad');
  ctx.fillRect(from, top + height * 0.18, width, height * 0.64);
  if (height < readablePx * ratio || ctx.measureText(fault.fault).width > width - 6 * ratio) return;
  ctx.fillStyle = color('--paper');
  ctx.fillText(fault.fault, from + 4 * ratio, top + height / 2);
}
