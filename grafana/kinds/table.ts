import { TableCellHeight } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/table';
import { prometheus, refIdOf, target, type Panel, type PanelText } from '../panel.js';
import type { Text } from '../text.js';

export interface Table extends PanelText {
  /** The labels that identify a row, with their column titles, from left to right. */
  by: Readonly<Record<string, Text>>;
  /** One query per column; each must be aggregated to the labels of `by`, or the rows do not join. */
  columns: readonly { expr: string; title: Text; unit: string; decimals?: number }[];
  /** Shown in a cell without a value, and instead of a table without rows. */
  nothing: Text;
}

/** Current figures, one row per series. */
export function table(described: Table): Panel {
  const { id, title, description, by, columns, nothing } = described;
  return {
    id,
    title,
    description,
    build: (say) => {
      const labels = Object.keys(by);
      const fields = [...labels, ...columns.map((_column, index) => `Value #${refIdOf(index)}`)];
      const titles = [...Object.values(by), ...columns.map((column) => column.title)].map(say);
      const panel = new PanelBuilder()
        .id(id)
        .title(say(title))
        .description(say(description))
        .datasource(prometheus)
        .targets(columns.map(({ expr }, index) => target({ expr, name: '' }, index, 'table', say)))
        .transformations([
          { id: 'merge', options: {} },
          {
            id: 'organize',
            options: {
              excludeByName: { Time: true },
              indexByName: Object.fromEntries(fields.map((field, index) => [field, index])),
              renameByName: Object.fromEntries(fields.map((field, index) => [field, titles[index]])),
            },
          },
        ])
        .noValue(say(nothing))
        .cellHeight(TableCellHeight.Lg);
      for (const column of columns) {
        panel.overrideByName(say(column.title), [
          { id: 'unit', value: column.unit },
          ...(column.decimals === undefined ? [] : [{ id: 'decimals', value: column.decimals }]),
        ]);
      }
      return panel;
    },
  };
}
