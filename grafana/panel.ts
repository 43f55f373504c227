import type { Builder, Dataquery } from '@grafana/grafana-foundation-sdk/cog';
import type { Panel as GrafanaPanel } from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import type { Say, Text } from './text.js';

export const prometheus = { type: 'prometheus', uid: 'prometheus' } as const;

/** The properties of every panel. */
export interface PanelText {
  /** The same on every board and in every language, so that links to a panel stay valid. */
  id: number;
  /** Short: it is read from the last row. */
  title: Text;
  /** One sentence that says what to look for. */
  description: Text;
}

/** One panel, to be built in a given language. */
export interface Panel extends PanelText {
  build(say: Say): GrafanaPanelBuilder;
}

/** What the builders of all panel kinds have in common. */
export interface GrafanaPanelBuilder extends Builder<GrafanaPanel> {
  id(id: number): this;
  title(title: string): this;
  description(description: string): this;
  gridPos(position: { x: number; y: number; w: number; h: number }): this;
}

export interface Query {
  expr: string;
  /** The name of a series: words, or a template such as `{{consumergroup}}`. */
  name: Text | string;
  /** Whether to show exemplars, dots that link to traces. For quantiles of histograms with exemplars. */
  exemplars?: boolean;
  /** The colour of all its series; by default they use the palette. */
  colour?: string;
}

/** Queries are named A, B, C ... in order. */
export const refIdOf = (index: number): string => String.fromCharCode(65 + index);

/** @param kind range: over the board's time range; instant: the current value; table: current values, one row per series */
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
