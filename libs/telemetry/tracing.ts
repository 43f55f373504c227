import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { NodeSDK } from '@opentelemetry/sdk-node';
import {
  AlwaysOffSampler,
  BatchSpanProcessor,
  NoopSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  type SpanExporter,
} from '@opentelemetry/sdk-trace';
import { metrics } from './metrics/index.js';
import { ZipkinSpanExporter } from './zipkin-exporter.js';

export interface TracingOptions {
  service: string;
  exporter: 'zipkin' | 'otlp' | 'none';
  /** http://host:9411/api/v2/spans. The OTLP exporter reads OTEL_EXPORTER_OTLP_ENDPOINT by itself. */
  zipkinEndpoint: string;
  /** Share of new traces that are sampled, 0 to 1. A trace with a sampling decision keeps it. */
  ratio: number;
}

let sdk: NodeSDK | undefined;

/**
 * Starts tracing for this process. With the exporter `none` nothing is recorded, but every request still has a trace id, which is
 * returned, logged and propagated.
 */
export function startTracing({ service, exporter, zipkinEndpoint, ratio }: TracingOptions): void {
  const off = exporter === 'none';
  sdk = new NodeSDK({
    autoDetectResources: false,
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'eventstage' }),
    sampler: new ParentBasedSampler({
      root: off ? new AlwaysOffSampler() : new TraceIdRatioBasedSampler(ratio),
      ...(off && { remoteParentSampled: new AlwaysOffSampler() }),
    }),
    spanProcessors: [off ? new NoopSpanProcessor() : inBatches(exportTo(exporter, zipkinEndpoint))],
    // An empty list rather than undefined, which would start default exporters for metrics and logs.
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
}

/** Exports what is still in memory. Call it last when a process stops; never rejects, and takes 2 s at most. */
export async function stopTracing(): Promise<void> {
  const stopping = sdk?.shutdown().catch(() => {});
  sdk = undefined;
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<void>((resolve) => (timer = setTimeout(resolve, 2_000)));
  await Promise.race([stopping, limit]);
  clearTimeout(timer);
}

function exportTo(exporter: 'zipkin' | 'otlp', zipkinEndpoint: string): SpanExporter {
  if (exporter === 'otlp') return new OTLPTraceExporter();
  return new ZipkinSpanExporter(zipkinEndpoint, (outcome, spans) => metrics.exportedSpans.add({ outcome }, spans));
}

/** Traces should reach the store within about a second, and a burst should not lose any: hence the queue. */
function inBatches(exporter: SpanExporter): BatchSpanProcessor {
  return new BatchSpanProcessor({
    exporter,
    scheduledDelayMillis: 400,
    maxExportBatchSize: 512,
    maxQueueSize: 32_768,
    exportTimeoutMillis: 6_000,
  });
}
