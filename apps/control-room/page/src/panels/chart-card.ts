import type uPlot from 'uplot';
import { format } from '../units.js';
import { clock } from './clock.js';

/** A small card with the figures of the moment under the mouse. */
export function valuesAtCursor(
  lines: readonly { name: string; colour: string }[],
  unit: string | undefined,
): uPlot.Plugin {
  const card = document.createElement('div');
  card.className = 'at-cursor';
  return {
    hooks: {
      init: [(chart) => void chart.over.append(card)],
      setCursor: [
        (chart) => {
          const { left = -1, idx } = chart.cursor;
          const hovered = chart.over.matches(':hover');
          card.hidden = left < 0 || idx == null || !hovered;
          if (card.hidden || idx == null) return;
          card.replaceChildren(
            lineOf(clock(chart.data[0][idx] ?? 0)),
            ...lines.map(({ name, colour }, index) => {
              const value = chart.data[index + 1]?.[idx];
              return lineOf(`${name}  ${value == null ? '–' : format(value, unit)}`, colour);
            }),
          );
          const flipped = left > chart.over.clientWidth / 2;
          card.style.left = flipped ? '' : `${left + 14}px`;
          card.style.right = flipped ? `${chart.over.clientWidth - left + 14}px` : '';
        },
      ],
    },
  };
}

function lineOf(text: string, colour = ''): HTMLElement {
  const line = document.createElement('div');
  line.textContent = text;
  line.style.color = colour;
  return line;
}
