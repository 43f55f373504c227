import {
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  ReduceDataOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { prometheus, target, type Panel, type PanelText, type Query } from '../panel.js';
import { namedValues, type NamedValue } from './named-values.js';
import { steps, type Step } from './steps.js';
import type { Text } from '../text.js';

export interface Figure extends PanelText {
  unit: string;
  decimals?: number;
  queries: readonly Query[];
  /** Colour thresholds; the first also applies to everything below it. */
  colours: readonly [Step, ...Step[]];
  /** Values that are shown as a word. */
  named?: readonly NamedValue[];
  /** `value` shows the figure in large type, `name` the name of the series, `both` one below the other. */
  shows?: 'value' | 'name' | 'both';
  /** Shown when there is no value: a missing figure is not 0. */
  nothing: Text;
}

/** One current figure (or a few), as large as fits, on a coloured background. */
export function figure(described: Figure): Panel {
  const { id, title, description, unit, decimals, queries, colours, named = [], shows = 'value', nothing } = described;
  const textMode = {
    value: BigValueTextMode.Value,
    name: BigValueTextMode.Name,
    both: BigValueTextMode.ValueAndName,
  }[shows];
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
        .targets(queries.map((query, index) => target(query, index, 'instant', say)))
        .unit(unit)
        .noValue(say(nothing))
        .mappings(namedValues(named, say))
        .thresholds(steps(colours))
        .colorMode(BigValueColorMode.BackgroundSolid)
        .graphMode(BigValueGraphMode.None)
        .justifyMode(BigValueJustifyMode.Center)
        .textMode(textMode)
        .reduceOptions(new ReduceDataOptionsBuilder().calcs(['lastNotNull']).fields('').values(false));
      if (decimals !== undefined) panel.decimals(decimals);
      return panel;
    },
  };
}
