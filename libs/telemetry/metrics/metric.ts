import { Counter, Gauge, Histogram, openMetricsContentType, Registry, type OpenMetricsContentType } from 'prom-client';

/** The definition of one metric. It costs nothing and is not exported until a process first uses it. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One sentence, for /metrics and docs/metrics.md. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Parts that export it, by their names in the stack. */
  readonly shownBy: string;
  /** Upper bounds, in the unit of the name. */
  readonly buckets?: readonly number[];
  /** Whether it has exemplars, which link to a trace (label trace_id). */
  readonly exemplars?: boolean;
}

type Described<L extends string> = Omit<MetricDefinition, 'type' | 'labels'> & { readonly labels: readonly L[] };
type Labels<L extends string> = Readonly<Record<L, string>>;

const registry = new Registry<OpenMetricsContentType>();
registry.setContentType(openMetricsContentType);

/** An exemplar is replaced at this age, or at once by a slower observation, because outliers are of interest. */
const exemplarKeptMs = 250;

/** All metrics as OpenMetrics: the older format has no exemplars. */
export async function registryText(): Promise<{ contentType: string; body: string }> {
  return { contentType: registry.contentType, body: await registry.metrics() };
}

export interface CounterMetric<L extends string> {
  readonly definition: MetricDefinition;
  add(labels: Labels<L>, amount?: number): void;
}

export function counter<const L extends string>(described: Described<L>): CounterMetric<L> {
  const definition: MetricDefinition = { ...described, type: 'counter' };
  const metric = lazily(
    () =>
      new Counter({
        name: definition.name,
        help: definition.help,
        labelNames: described.labels,
        registers: [registry],
      }),
  );
  return { definition, add: (labels, amount = 1) => metric().inc(labels, amount) };
}

export interface GaugeMetric<L extends string> {
  readonly definition: MetricDefinition;
  set(labels: Labels<L>, value: number): void;
  /** Removes one series: unknown values are not exported. */
  remove(labels: Labels<L>): void;
  /** Removes every series. */
  clear(): void;
}

export function gauge<const L extends string>(described: Described<L>): GaugeMetric<L> {
  const definition: MetricDefinition = { ...described, type: 'gauge' };
  const metric = lazily(
    () =>
      new Gauge({ name: definition.name, help: definition.help, labelNames: described.labels, registers: [registry] }),
  );
  return {
    definition,
    set: (labels, value) => metric().set(labels, value),
    remove: (labels) => metric().remove(labels),
    clear: () => {
      metric().reset();
      // A gauge without labels would be left with a 0 that was never measured.
      if (described.labels.length === 0) metric().remove();
    },
  };
}

/** One series of a histogram, bound once and used many times. */
export interface HistogramSeries {
  /** @param traceId of a sampled trace, occasionally kept as an exemplar */
  observe(value: number, traceId?: string): void;
}

export interface HistogramMetric<L extends string> {
  readonly definition: MetricDefinition;
  bind(labels: Labels<L>): HistogramSeries;
}

export function histogram<const L extends string>(described: Described<L>): HistogramMetric<L> {
  const definition: MetricDefinition = { ...described, type: 'histogram' };
  const metric = lazily(
    () =>
      new Histogram<string>({
        name: definition.name,
        help: definition.help,
        labelNames: described.labels,
        buckets: [...(definition.buckets ?? [])],
        enableExemplars: definition.exemplars ?? false,
        registers: [registry],
      }),
  );
  return { definition, bind: (labels) => bindSeries(metric(), labels) };
}

function bindSeries(metric: Histogram<string>, labels: Labels<string>): HistogramSeries {
  const series = metric.labels(labels);
  let shownAtMs = 0;
  let shownValue = 0;
  return {
    observe: (value, traceId) => {
      if (traceId === undefined) return series.observe(value);
      const nowMs = performance.now();
      if (value <= shownValue && nowMs - shownAtMs < exemplarKeptMs) return series.observe(value);
      shownAtMs = nowMs;
      shownValue = value;
      metric.observe({ labels, value, exemplarLabels: { trace_id: traceId } });
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
