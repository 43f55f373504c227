import {
  defaultTextMapGetter,
  defaultTextMapSetter,
  ROOT_CONTEXT,
  trace,
  type Context,
  type SpanContext,
} from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const propagator = new W3CTraceContextPropagator();

/**
 * The parent context for a span, from the traceparent of a request, a message or an outbox row.
 * @param text if it is missing or invalid, the work starts a new trace
 */
export const contextOf = (text: unknown): Context =>
  propagator.extract(ROOT_CONTEXT, { traceparent: text }, defaultTextMapGetter);

/** The header by which another (or later) process continues the trace of a span; none if there is no tracing. */
export function traceHeadersOf(span: SpanContext): { traceparent?: string } {
  const headers = {};
  propagator.inject(trace.setSpanContext(ROOT_CONTEXT, span), headers, defaultTextMapSetter);
  return headers;
}
