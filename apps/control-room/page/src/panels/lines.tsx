import { useEffect, useRef, type ReactNode } from 'react';
import uPlot from 'uplot';
import { colourOf } from '../colours.js';
import { figureOf, nameOf, onGrid, timesOf } from '../prometheus.js';
import { format } from '../units.js';
import { useView } from '../view.js';
import { chartOptions, type Line } from './chart.js';
import type { Dot, Overlay } from './chart-overlay.js';
import { Nothing, type PanelProps } from './panel-props.js';

/** Figures over time with the fault windows behind them, and a dot for each request whose trace can be opened. */
export function Lines({ panel, data }: PanelProps): ReactNode {
  const view = useView();
  const { grid, marks, words, theme } = view;
  const field = panel.fieldConfig.defaults;
  const lines = data
    .flatMap(({ target, matrix }) =>
      matrix.map((series) => ({
        name: nameOf(target.legendFormat, series.metric),
        refId: target.refId,
        values: onGrid(series, grid),
      })),
    )
    .map((line, index): Line => ({ ...line, colour: colourOf(panel.fieldConfig.overrides, line, index) }));
  const dots = data.flatMap(({ exemplars }) =>
    exemplars.flatMap((series): Dot[] =>
      series.exemplars.flatMap(({ labels, value, timestamp }) => {
        const traceId = labels.trace_id;
        const height = figureOf(value);
        return traceId === undefined || height === null ? [] : [{ time: timestamp, value: height, traceId }];
      }),
    ),
  );
  if (lines.every(({ values }) => values.every((value) => value === null))) {
    return <Nothing text={field.noValue ?? words.noData} />;
  }
  const overlay: Overlay = {
    marks,
    dots,
    open: (traceId) => openTrace(view.traceUrl(traceId)),
    openHint: words.openTrace,
  };
  return (
    <>
      <Chart
        key={JSON.stringify([theme, lines.map(({ name, colour }) => [name, colour])])}
        times={timesOf(grid)}
        lines={lines}
        overlay={overlay}
        unit={field.unit}
        softMax={field.custom?.axisSoftMax}
      />
      <ul className="legend">
        {worthNaming(lines).map(({ name, colour, values }) => (
          <li key={name}>
            <i style={{ background: colour }} />
            {name} <b>{written(values.at(-1) ?? values.at(-2), field.unit)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Where there are many, those that were 0 all the time would hide the others. */
function worthNaming(lines: readonly Line[]): readonly Line[] {
  const moved = lines.filter(({ values }) => values.some((value) => value !== null && value !== 0));
  return lines.length > 9 && moved.length > 0 ? moved : lines;
}

const written = (value: number | null | undefined, unit?: string): string =>
  value == null ? '–' : format(value, unit);

function openTrace(url: string | undefined): void {
  if (url) window.open(url, '_blank', 'noopener');
}

interface ChartProps {
  times: number[];
  lines: readonly Line[];
  overlay: Overlay;
  unit?: string;
  softMax?: number;
}

/** uPlot owns what is inside; React tells it what is new. */
function Chart({ times, lines, overlay, unit, softMax }: ChartProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(null);
  const latest = useRef(overlay);
  latest.current = overlay;

  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const drawn = new uPlot(
      chartOptions({ element, lines, unit, softMax, overlay: () => latest.current }),
      [times],
      element,
    );
    chart.current = drawn;
    const resized = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    resized.observe(element);
    return () => {
      resized.disconnect();
      drawn.destroy();
    };
    // Made once for these lines: the key of this component changes with them.
  }, []);

  useEffect(() => {
    chart.current?.setData([times, ...lines.map(({ values }) => values)]);
  });

  return <div className="chart" ref={place} />;
}
