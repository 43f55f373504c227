import {
  context,
  isSpanContextValid,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Context,
  type Span,
} from '@opentelemetry/api';
import { traceHeadersOf } from './traceparent.js';

/** The source of all spans. Until tracing is started (in tests) they record nothing. */
export const tracer = trace.getTracer('eventstage');

/** The id of the current trace, 32 hex digits; undefined outside of a request or message. */
export function currentTraceId(): string | undefined {
  const spanContext = trace.getActiveSpan()?.spanContext();
  return spanContext && isSpanContextValid(spanContext) ? spanContext.traceId : undefined;
}

/** W3C traceparent of the current span; undefined outside of a request or message. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan();
  return span && traceHeadersOf(span.spanContext()).traceparent;
}

/** Trace id of a sampled span; undefined if it was not sampled, because a link to it would lead nowhere. */
export function sampledTraceId(span: Span): string | undefined {
  const { traceId, traceFlags } = span.spanContext();
  return traceFlags & TraceFlags.SAMPLED ? traceId : undefined;
}

/** Marks a span as failed. The type has low cardinality; the message is for whoever reads that trace. */
export function fail(span: Span, error: unknown): void {
  if (!span.isRecording()) return;
  span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
  span.setStatus({ code: SpanStatusCode.ERROR, message: error instanceof Error ? error.message : String(error) });
}

/** Runs `work` in a child span of the active one. An error marks the span as failed and is rethrown. */
export function inSpan<T>(name: string, attributes: Attributes, work: (span: Span) => Promise<T>): Promise<T> {
  const parent = context.active();
  return runIn(tracer.startSpan(name, { attributes }, parent), parent, work);
}

/** An HTTP call to another part of the stack. */
export interface ClientCall {
  /** The name of the called part in the stack; becomes its node in the dependency graph. */
  peer: string;
  method: string;
  url: string | URL;
  /** The path without ids (`/orders/:id`): the name of the span. */
  route?: string;
}

/**
 * Runs an HTTP call in a CLIENT span. `call` gets the headers that propagate the trace, and reports the status of the response: from
 * 400 on the span counts as failed. An error (such as a timeout) marks the span as failed and is rethrown.
 */
export function inClientSpan<T>(
  { peer, method, url, route }: ClientCall,
  call: (headers: { traceparent?: string }, answered: (status: number) => void) => Promise<T>,
): Promise<T> {
  const { hostname, port, href, pathname } = new URL(url);
  const parent = context.active();
  const attributes = {
    'http.request.method': method,
    'url.full': href,
    'url.template': route ?? pathname,
    'server.address': hostname,
    'server.port': Number(port),
    'peer.service': peer,
  };
  const span = tracer.startSpan(`${method} ${route ?? pathname}`, { kind: SpanKind.CLIENT, attributes }, parent);
  return runIn(span, parent, () =>
    call(traceHeadersOf(span.spanContext()), (status) => {
      span.setAttribute('http.response.status_code', status);
      if (status >= 400) span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
    }),
  );
}

async function runIn<T>(span: Span, parent: Context, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await context.with(trace.setSpan(parent, span), work, undefined, span);
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.end();
  }
}
