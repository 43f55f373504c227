import { isSpanContextValid, trace } from '@opentelemetry/api';
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

/** JSON lines on standard output, each with the trace it belongs to. */
export type Log = Logger;

/**
 * @param level pino's: trace, debug, info, warn, error, fatal, silent
 * @param fd where the lines go
 */
export function createLog(service: string, level = 'info', fd = 1): Log {
  return pino(
    {
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
    },
    patientOutput(fd),
  );
}

/** What waits for room; more is dropped. */
const waitingBytes = 2 ** 20;

/**
 * A full disk costs lines, never the service. By itself pino ends the process at the first line that cannot be written, and at
 * the end of the process it waits, without yielding, until it can. Written at once, nothing waits for that end.
 */
function patientOutput(fd: number) {
  const output = destination({ dest: fd, sync: true, maxLength: waitingBytes });
  output.on('error', () => {});
  return output;
}
