import { isSpanContextValid, trace } from '@opentelemetry/api';
import { pino, stdTimeFunctions, type Logger } from 'pino';

/** JSON lines on standard output, each with the trace it belongs to. */
export type Log = Logger;

/**
 * @param level pino's: trace, debug, info, warn, error, fatal, silent
 */
export function createLog(service: string, level = 'info'): Log {
  return pino({
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    // Asked only for lines that are written: a line below the level costs nothing.
    mixin: () => {
      const spanContext = trace.getActiveSpan()?.spanContext();
      if (!spanContext || !isSpanContextValid(spanContext)) return {};
      return { trace_id: spanContext.traceId, span_id: spanContext.spanId };
    },
  });
}
