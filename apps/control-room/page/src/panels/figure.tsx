import type { ReactNode } from 'react';
import { namedState, stepColour } from '../colours.js';
import { figureOf, nameOf } from '../prometheus.js';
import { format } from '../units.js';
import { useView } from '../view.js';
import type { PanelProps } from './panel-props.js';

/** One figure (or a few names) as large as its panel allows, on the colour of its step. */
export function Figure({ panel, data }: PanelProps): ReactNode {
  const { words } = useView();
  const field = panel.fieldConfig.defaults;
  const shown = data.flatMap(({ target, vector }) =>
    vector.map(({ metric, value: [, text] }) => {
      const value = figureOf(text);
      if (value === null) return { text: field.noValue ?? '–', colour: 'var(--quiet)' };
      const named = namedState(field, value);
      const written = named?.text ?? format(value, field.unit, field.decimals);
      return {
        text: panel.options?.textMode === 'name' ? nameOf(target.legendFormat, metric) : written,
        colour: named?.color ?? stepColour(field, value) ?? 'var(--quiet)',
      };
    }),
  );
  if (shown.length === 0) shown.push({ text: field.noValue ?? words.noData, colour: 'var(--quiet)' });
  return (
    <div className="figures">
      {shown.map(({ text, colour }, index) => (
        <div key={index} className="figure" style={{ background: colour }}>
          <span style={{ fontSize: `min(62cqh, ${Math.floor(150 / Math.max(3, widthOf(text)))}cqw)` }}>{text}</span>
        </div>
      ))}
    </div>
  );
}

/** In letters of a Latin alphabet: Korean ones are nearly twice as wide. */
const widthOf = (text: string): number => [...text].reduce((sum, letter) => sum + (letter > '\u1100' ? 1.7 : 1), 0);
