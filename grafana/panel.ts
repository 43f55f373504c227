import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel as GrafanaPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Say, Text } from './text.js';

export const prometheus = { type: 'prometheus', uid: 'prometheus' } as const;

/** What every panel has, whatever it draws. */
export interface PanelText {
  /** Its own number, the same on every board and in every language: links to a panel stay good. */
  id: number;
  /** Short: it is read from the last row. */
  title: Text;
  /** One sentence that says what to look for. */
  description: Text;
}

/** One panel of one file, ready to be said in a language. */
export interface Panel extends PanelText {
  build(say: Say): GrafanaPanelBuilder;
}

/** The part that the builders of all kinds of panels have in common. */
export interface GrafanaPanelBuilder extends Builder<GrafanaPanel> {
  id(id: number): this;
  title(title: string): this;
  description(description: string): this;
  gridPos(position: { x: number; y: number; w: number; h: number }): this;
}

export interface Query {
  expr: string;
  /** How a series is called: words, or a template such as `{{consumergroup}}`. */
  name: Text | string;
  /** Whether dots lead from single observations to their traces. For quantiles of histograms with exemplars. */
  exemplars?: boolean;
  /** Of all its series; without it they take the palette's. */
  colour?: string;
}

/** Queries are A, B, C ... in the order they are written. */
export const refIdOf = (index: number): string => String.fromCharCode(65 + index);

/** @param kind range: over the board's time; instant: as it is now; table: as it is now, one row a series */
export function target(query: Query, index: number, kind: 'range' | 'instant' | 'table', say: Say): Builder<Dataquery> {
  const builder = new DataqueryBuilder()
    .refId(refIdOf(index))
    .datasource(prometheus)
    .expr(query.expr)
    .legendFormat(say(query.name));
  if (kind === 'range') builder.range();
  else builder.instant();
  if (kind === 'table') builder.format(PromQueryFormat.Table);
  if (query.exemplars) builder.exemplar(true);
  return builder;
}
