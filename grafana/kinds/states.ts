import {
  LegendDisplayMode,
  LegendPlacement,
  TimelineValueAlignment,
  VisibilityMode,
  VizLegendOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/statetimeline';
import { prometheus, target, type Panel, type PanelText, type Query } from '../panel.js';
import { namedValues, type NamedValue } from './named-values.js';
import { steps, type Step } from './steps.js';
import type { Text } from '../text.js';

export interface States extends PanelText {
  queries: readonly Query[];
  /** Values that have a name; others are shown as figures in the colours of `colours`. */
  named: readonly NamedValue[];
  colours?: readonly [Step, ...Step[]];
  nothing?: Text;
}

/** One bar per series over time, coloured by its state. */
export function states(described: States): Panel {
  const { id, title, description, queries, named, colours, nothing } = described;
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
        .unit('short')
        .mappings(namedValues(named, say))
        .mergeValues(true)
        .showValue(VisibilityMode.Auto)
        .alignValue(TimelineValueAlignment.Left)
        .rowHeight(0.85)
        .fillOpacity(85)
        .lineWidth(0)
        .legend(
          new VizLegendOptionsBuilder()
            .showLegend(false)
            .displayMode(LegendDisplayMode.List)
            .placement(LegendPlacement.Bottom)
            .calcs([]),
        );
      if (colours) panel.thresholds(steps(colours));
      if (nothing) panel.noValue(say(nothing));
      return panel;
    },
  };
}
