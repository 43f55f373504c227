import { Agent, request } from 'node:http';
import { SpanKind, SpanStatusCode, type HrTime } from '@opentelemetry/api';
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace';

type Answer = Parameters<SpanExporter['export']>[1];

const kinds: Partial<Record<SpanKind, string>> = {
  [SpanKind.CLIENT]: 'CLIENT',
  [SpanKind.SERVER]: 'SERVER',
  [SpanKind.CONSUMER]: 'CONSUMER',
  [SpanKind.PRODUCER]: 'PRODUCER',
};

/** One span of Zipkin's v2 JSON. */
interface ZipkinSpan {
  traceId: string;
  id: string;
  parentId?: string;
  name: string;
  kind?: string;
  /** Microseconds since 1970. */
  timestamp: number;
  /** Microseconds; at least 1, because for Zipkin 0 means unknown. */
  duration: number;
  localEndpoint: { serviceName: string };
  remoteEndpoint?: { serviceName: string };
  tags: Record<string, string>;
  annotations?: { timestamp: number; value: string }[];
}

/**
 * Sends spans to Zipkin. OpenTelemetry's own exporter names no remote endpoint, and without one Zipkin's dependency graph
 * knows of no broker; here `send` and `process` spans name it, and calls over HTTP name the part that was called.
 * An export that fails is not tried again: telemetry that queues up behind a dead store would hurt the service.
 */
export class ZipkinSpanExporter implements SpanExporter {
  private readonly agent = new Agent({ keepAlive: true, maxSockets: 2 });
  private readonly underWay = new Set<Promise<void>>();

  /**
   * @param url where Zipkin takes spans: http://host:9411/api/v2/spans
   * @param onDone told how many spans were sent, or lost
   */
  constructor(
    private readonly url: string,
    private readonly onDone: (outcome: 'sent' | 'lost', spans: number) => void = () => {},
  ) {}

  export(spans: ReadableSpan[], answer: Answer): void {
    const sending = this.send(JSON.stringify(spans.map(toZipkin))).then(
      () => {
        this.onDone('sent', spans.length);
        answer({ code: 0 });
      },
      (error: Error) => {
        this.onDone('lost', spans.length);
        answer({ code: 1, error });
      },
    );
    this.underWay.add(sending);
    void sending.finally(() => this.underWay.delete(sending));
  }

  async forceFlush(): Promise<void> {
    await Promise.all(this.underWay);
  }

  async shutdown(): Promise<void> {
    await this.forceFlush();
    this.agent.destroy();
  }

  private send(body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
      const sent = request(this.url, { method: 'POST', agent: this.agent, headers, timeout: 5_000 }, (response) => {
        response.resume();
        if (response.statusCode === 202) response.once('end', resolve).once('error', reject);
        else reject(new Error(`Zipkin answered ${response.statusCode}`));
      });
      sent.once('timeout', () => sent.destroy(new Error('Zipkin did not respond in time')));
      sent.once('error', reject);
      sent.end(body);
    });
  }
}

/** Translates one span. */
export function toZipkin(span: ReadableSpan): ZipkinSpan {
  const { traceId, spanId } = span.spanContext();
  const tags: Record<string, string> = {};
  for (const [name, value] of Object.entries(span.attributes)) tags[name] = String(value);
  if (span.status.code === SpanStatusCode.ERROR) {
    // Zipkin shows a span in red if this tag is present.
    tags['error'] = span.status.message ?? tags['error.type'] ?? 'true';
  }
  const links = span.links.map(({ context }) => `${context.traceId}/${context.spanId}`);
  // Zipkin has no links: as a tag they can at least be followed manually.
  if (links.length > 0) tags['otel.links'] = links.join(' ');
  const remote = remoteOf(span);
  const kind = kindOf(span);
  if (kind === undefined && span.kind !== SpanKind.INTERNAL) tags['otel.span_kind'] = SpanKind[span.kind];
  return {
    traceId,
    id: spanId,
    parentId: span.parentSpanContext?.spanId,
    name: span.name,
    kind,
    timestamp: microseconds(span.startTime),
    duration: Math.max(1, microseconds(span.duration)),
    localEndpoint: { serviceName: String(span.resource.attributes['service.name']) },
    remoteEndpoint: remote === undefined ? undefined : { serviceName: remote },
    tags,
    annotations: span.events.length
      ? span.events.map(({ time, name }) => ({ timestamp: microseconds(time), value: name }))
      : undefined,
  };
}

/**
 * Zipkin interprets a CLIENT span below a span of another service as a call between the two. A `poll` is below the `send` of its
 * message, but order does not call review: for Zipkin it is a local span, with its kind as a tag.
 */
function kindOf({ kind, attributes }: ReadableSpan): string | undefined {
  return attributes['messaging.operation.type'] === 'receive' ? undefined : kinds[kind];
}

/**
 * The remote endpoint. Only spans that move messages point to the broker: if `poll` and `commit` did so too, every consumer would look
 * like a publisher.
 */
function remoteOf({ kind, attributes }: ReadableSpan): string | undefined {
  const system = attributes['messaging.system']?.toString();
  if (system === undefined) return attributes['peer.service']?.toString();
  return kind === SpanKind.PRODUCER || kind === SpanKind.CONSUMER ? system : undefined;
}

const microseconds = ([seconds, nanoseconds]: HrTime): number => seconds * 1e6 + Math.round(nanoseconds / 1e3);
