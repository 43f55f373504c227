import {
  GraphGradientMode,
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VisibilityMode,
} from '@grafana/grafana-foundation-sdk/common';
import { VizLegendOptionsBuilder, VizTooltipOptionsBuilder } from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { fixedColour, serviceColours } from '../colours.js';
import { prometheus, refIdOf, target, type Panel, type PanelText, type Query } from '../panel.js';
import type { Text } from '../text.js';

export interface Lines extends PanelText {
  /** Grafana's name of a unit: `short`, `s`, `reqps`, `ops`, `bytes`, `percentunit`. */
  unit: string;
  queries: readonly Query[];
  /** Shown while there is nothing to draw, instead of "No data". */
  nothing?: Text;
  /** The axis reaches at least this value, so that noise near zero does not look dramatic. */
  softMax?: number;
}

/** Figures over time. A series named after a service has that service's colour. */
export function lines(described: Lines): Panel {
  const { id, title, description, unit, queries, nothing, softMax } = described;
  return {
    id,
    title,
    description,
    build: (say) => {
      const panel = new PanelBuilder()
        .id(id)
        .title(say(title))
        .description(say(description))
        .datasource(prometheus)
        .targets(queries.map((query, index) => target(query, index, 'range', say)))
        .unit(unit)
        .min(0)
        .lineWidth(3)
        .fillOpacity(12)
        .gradientMode(GraphGradientMode.None)
        .showPoints(VisibilityMode.Never)
        .legend(
          new VizLegendOptionsBuilder()
            .displayMode(LegendDisplayMode.List)
            .placement(LegendPlacement.Bottom)
            .showLegend(true)
            .calcs([]),
        )
        .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi));
      if (nothing) panel.noValue(say(nothing));
      if (softMax !== undefined) panel.axisSoftMax(softMax);
      if (queries.some(({ name }) => name === '{{job}}' || name === '{{consumergroup}}')) {
        for (const [name, colour] of Object.entries(serviceColours)) panel.overrideByName(name, [fixedColour(colour)]);
      }
      for (const [index, { colour }] of queries.entries()) {
        if (colour) panel.overrideByQuery(refIdOf(index), [fixedColour(colour)]);
      }
      return panel;
    },
  };
}
