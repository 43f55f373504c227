import { SpanKind, SpanStatusCode, type Attributes } from '@opentelemetry/api';
import { NodeSDK } from '@opentelemetry/sdk-node';
import { InMemorySpanExporter, SimpleSpanProcessor, type ReadableSpan } from '@opentelemetry/sdk-trace';

/** A span, simplified for tests. */
export interface RecordedSpan {
  name: string;
  kind: string;
  traceId: string;
  spanId: string;
  parentId: string | undefined;
  failed: boolean;
  attributes: Attributes;
  links: string[];
  events: string[];
}

/** For tests: keeps the spans of this process in memory, with the same SDK as a service. */
export function recordSpans(): { taken: () => RecordedSpan[]; stop: () => Promise<void> } {
  const exporter = new InMemorySpanExporter();
  const sdk = new NodeSDK({
    autoDetectResources: false,
    serviceName: 'tested',
    spanProcessors: [new SimpleSpanProcessor({ exporter })],
    metricReaders: [],
    logRecordProcessors: [],
  });
  sdk.start();
  const taken = () => {
    const spans = exporter.getFinishedSpans().map(toRecorded);
    exporter.reset();
    return spans;
  };
  return { taken, stop: () => sdk.shutdown() };
}

const toRecorded = (span: ReadableSpan): RecordedSpan => ({
  name: span.name,
  kind: SpanKind[span.kind],
  traceId: span.spanContext().traceId,
  spanId: span.spanContext().spanId,
  parentId: span.parentSpanContext?.spanId,
  failed: span.status.code === SpanStatusCode.ERROR,
  attributes: span.attributes,
  links: span.links.map(({ context }) => context.spanId),
  events: span.events.map(({ name }) => name),
});
