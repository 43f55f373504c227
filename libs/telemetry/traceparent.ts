import { isSpanContextValid, type SpanContext } from '@opentelemetry/api';

const shape = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/**
 * Reads a W3C traceparent as the context of a span in another process.
 * @returns undefined if it is missing or invalid: the work then starts a new trace
 */
export function parseTraceparent(text: unknown): SpanContext | undefined {
  if (typeof text !== 'string') return undefined;
  const [, version, traceId, spanId, flags, more] = shape.exec(text) ?? [];
  if (!traceId || !spanId || !flags || version === 'ff' || (version === '00' && more)) return undefined;
  const context: SpanContext = { traceId, spanId, traceFlags: parseInt(flags, 16), isRemote: true };
  return isSpanContextValid(context) ? context : undefined;
}

/** Formats the context of a span as a W3C traceparent, so that another (or later) process can continue its trace. */
export function formatTraceparent({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-0${(traceFlags & 1).toString(16)}`;
}
