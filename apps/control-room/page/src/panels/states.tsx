import type { ReactNode } from 'react';
import { namedState, stateOf } from '../colours.js';
import type { FieldJson } from '../board-json.js';
import { nameOf, onGrid, type TimeGrid } from '../prometheus.js';
import { useView } from '../view.js';
import { clock } from './clock.js';
import { Nothing, type PanelProps } from './panel-props.js';

interface Bar {
  from: number;
  to: number;
  value: number;
}

/** One bar a series along the time, coloured by the state it was in. */
export function States({ panel, data }: PanelProps): ReactNode {
  const { grid, words } = useView();
  const field = panel.fieldConfig.defaults;
  const rows = data.flatMap(({ target, matrix }) =>
    matrix.map((series) => ({
      name: nameOf(target.legendFormat, series.metric),
      bars: barsOf(onGrid(series, grid)),
    })),
  );
  // Where 0 is drawn as nothing, the rows tell a story: first things first.
  if (namedState(field, 0)?.color === 'transparent') rows.sort((a, b) => beginOf(a.bars) - beginOf(b.bars));
  if (rows.length === 0) return <Nothing text={field.noValue ?? words.noData} />;
  return (
    <div className="states">
      <div className="names">
        {rows.map(({ name }) => (
          <span key={name}>{name}</span>
        ))}
      </div>
      <div className="bars">
        {rows.map(({ name, bars }) => (
          <div key={name} className="row">
            {bars.map((bar) => (
              <StateBar key={bar.from} bar={bar} field={field} grid={grid} />
            ))}
          </div>
        ))}
        <FaultMarks />
        <TimeAxis />
      </div>
    </div>
  );
}

const beginOf = (bars: readonly Bar[]): number => bars.find(({ value }) => value !== 0)?.from ?? Infinity;

function StateBar({ bar, field, grid }: { bar: Bar; field: FieldJson; grid: TimeGrid }): ReactNode {
  const points = (grid.end - grid.start) / grid.step + 1;
  const { text, colour } = stateOf(field, bar.value);
  const share = (bar.to - bar.from + 1) / points;
  return (
    <div
      className="bar"
      title={text}
      style={{ left: `${(bar.from / points) * 100}%`, width: `${share * 100}%`, background: colour }}
    >
      {share * 40 > text.length && text}
    </div>
  );
}

/** Neighbouring points with the same value are one bar. */
export function barsOf(values: readonly (number | null)[]): Bar[] {
  const bars: Bar[] = [];
  for (const [index, value] of values.entries()) {
    const last = bars.at(-1);
    if (value === null) continue;
    if (last && last.value === value && last.to === index - 1) last.to = index;
    else bars.push({ from: index, to: index, value });
  }
  return bars;
}

/** When something was broken on purpose, as lines across all bars. */
function FaultMarks(): ReactNode {
  const { grid, marks } = useView();
  const share = (time: number): number => Math.min(1, Math.max(0, (time - grid.start) / (grid.end - grid.start))) * 100;
  return (
    <div className="marks">
      {marks
        .filter(({ shaded }) => shaded)
        .map(({ title, colour, from, to }) => (
          <div
            key={`${title} ${from}`}
            className="mark"
            style={{ left: `${share(from)}%`, width: `${share(to) - share(from)}%`, borderColor: colour }}
          />
        ))}
    </div>
  );
}

function TimeAxis(): ReactNode {
  const { grid } = useView();
  const marks = 5;
  const times = Array.from(
    { length: marks },
    (_, index) => grid.start + ((grid.end - grid.start) * index) / (marks - 1),
  );
  return (
    <div className="time-axis">
      {times.map((time) => (
        <time key={time}>{clock(time)}</time>
      ))}
    </div>
  );
}
