import type { ReactNode } from 'react';
import type { TargetData } from '../ask.js';
import type { PanelJson } from '../board-json.js';
import { figureOf } from '../prometheus.js';
import { format } from '../units.js';
import { useView } from '../view.js';
import { Nothing, type PanelProps } from './panel-props.js';

interface Column {
  /** As the transformations call it: a label, or `Value #A`. */
  field: string;
  title: string;
  unit?: string;
  decimals?: number;
}

/** Figures as they are now: the answers of all queries, joined where their labels are the same. */
export function Table({ panel, data }: PanelProps): ReactNode {
  const { words } = useView();
  const columns = columnsOf(panel);
  const rows = rowsOf(data);
  const nothing = panel.fieldConfig.defaults.noValue ?? words.noData;
  if (rows.length === 0) return <Nothing text={nothing} />;
  return (
    <table>
      <thead>
        <tr>
          {columns.map(({ title }) => (
            <th key={title}>{title}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {columns.map((column) => (
              <Cell key={column.field} value={row.get(column.field)} column={column} nothing={nothing} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Cell(props: { value: string | number | undefined; column: Column; nothing: string }): ReactNode {
  const { value, column, nothing } = props;
  if (value === undefined) return <td className="missing">{nothing}</td>;
  if (typeof value === 'string') return <td>{value}</td>;
  return <td className="figure">{format(value, column.unit, column.decimals)}</td>;
}

function columnsOf(panel: PanelJson): Column[] {
  const { indexByName = {}, renameByName = {} } =
    panel.transformations?.find(({ id }) => id === 'organize')?.options ?? {};
  const property = (title: string, id: string): unknown =>
    panel.fieldConfig.overrides
      .find(({ matcher }) => matcher.id === 'byName' && matcher.options === title)
      ?.properties.find((each) => each.id === id)?.value;
  return Object.keys(indexByName)
    .sort((a, b) => (indexByName[a] ?? 0) - (indexByName[b] ?? 0))
    .map((field) => {
      const title = renameByName[field] ?? field;
      return {
        field,
        title,
        unit: property(title, 'unit') as string | undefined,
        decimals: property(title, 'decimals') as number | undefined,
      };
    });
}

/** Rows by their labels, in the order of their labels. */
export function rowsOf(data: readonly TargetData[]): Map<string, string | number>[] {
  const rows = new Map<string, Map<string, string | number>>();
  for (const { target, vector } of data) {
    for (const { metric, value } of vector) {
      const labels = Object.entries(metric).sort(([a], [b]) => (a < b ? -1 : 1));
      const key = labels.map(([, text]) => text).join(' ');
      const row = rows.get(key) ?? new Map<string, string | number>(labels);
      const figure = figureOf(value[1]);
      if (figure !== null) row.set(`Value #${target.refId}`, figure);
      rows.set(key, row);
    }
  }
  return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
