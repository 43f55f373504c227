import type { AnnotationQuery, Dashboard, DataQuery, Panel } from '@grafana/schema';
import type * as stateTimeline from '../node_modules/@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen.js';
import type * as stat from '../node_modules/@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.js';
import type * as table from '../node_modules/@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.js';
import type * as timeSeries from '../node_modules/@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.js';

/** Grafana's own type of a dashboard. Only used by the test that derives a JSON schema from it. */
export interface BoardFile extends Omit<Dashboard, 'panels' | 'annotations'> {
  annotations: { list: PrometheusAnnotation[] };
  panels: (
    | Typed<'timeseries', timeSeries.Options, timeSeries.FieldConfig>
    | Typed<'stat', stat.Options, object>
    | Typed<'state-timeline', stateTimeline.Options, stateTimeline.FieldConfig>
    | Typed<'table', table.Options, table.FieldConfig>
  )[];
}

type Typed<Type, Options, Custom> = Omit<Panel, 'type' | 'options' | 'fieldConfig' | 'targets'> & {
  type: Type;
  options: Partial<Options>;
  fieldConfig: Omit<NonNullable<Panel['fieldConfig']>, 'defaults'> & {
    defaults: Omit<NonNullable<Panel['fieldConfig']>['defaults'], 'custom'> & { custom?: Partial<Custom> };
  };
  targets: PrometheusQuery[];
};

/** From Grafana's prometheus data source, which publishes no types of its own. */
interface PrometheusQuery extends DataQuery {
  expr: string;
  legendFormat?: string;
  instant?: boolean;
  range?: boolean;
  exemplar?: boolean;
  format?: 'time_series' | 'table' | 'heatmap';
}

/** The same for its annotations. */
interface PrometheusAnnotation extends AnnotationQuery {
  expr: string;
  step: string;
  titleFormat: string;
  textFormat: string;
}
