import { Counter, Gauge, Histogram, openMetricsContentType, Registry, type OpenMetricsContentType } from 'prom-client';

/** What is promised about one metric. It costs nothing until a process first uses it, and is not shown before. */
export interface MetricDefinition {
  readonly name: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** One sentence; ends up in /metrics and in docs/metrics.md. */
  readonly help: string;
  readonly labels: readonly string[];
  /** Parts that show it, as named in the stack. */
  readonly shownBy: string;
  /** Upper bounds, in the unit of the name. */
  readonly buckets?: readonly number[];
  /** Whether its buckets point at the trace of one observation (label trace_id). */
  readonly exemplars?: boolean;
}

type Described<L extends string> = Omit<MetricDefinition, 'type' | 'labels'> & { readonly labels: readonly L[] };
type Labels<L extends string> = Readonly<Record<L, string>>;

const registry = new Registry<OpenMetricsContentType>();
registry.setContentType(openMetricsContentType);

/** An exemplar is renewed when it is this old, or at once by a slower observation: outliers are what one looks for. */
const exemplarKeptMs = 250;

/** Everything that was measured, as OpenMetrics: the older format cannot carry exemplars. */
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
  /** Takes back one series: what is no longer known is not shown. */
  remove(labels: Labels<L>): void;
  /** Takes back every series. */
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
      // A gauge without labels would be left with a 0 that nobody measured.
      if (described.labels.length === 0) metric().remove();
    },
  };
}

/** One series of a histogram, bound once and used many times. */
export interface HistogramSeries {
  /** @param traceId of a sampled trace, to be kept as exemplar now and then */
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
      new Histogram({
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

function bindSeries<L extends string>(metric: Histogram<L>, labels: Labels<L>): HistogramSeries {
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
      metric.observe({ labels, value, exemplarLabels: { trace_id: traceId } as never });
    },
  };
}

function lazily<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
