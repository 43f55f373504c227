import { isSpanContextValid, trace } from '@opentelemetry/api';
import { destination, pino, stdTimeFunctions, type Logger } from 'pino';

/** JSON lines on standard output, each with the trace that it belongs to. */
export type Log = Logger;

/**
 * @param level pino's: trace, debug, info, warn, error, fatal, silent
 * @param fd file descriptor to write to
 */
export function createLog(service: string, level = 'info', fd = 1): Log {
  return pino(
    {
      level,
      base: { service },
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      // Evaluated only for lines that are written: a line below the level costs nothing.
      mixin: () => {
        const spanContext = trace.getActiveSpan()?.spanContext();
        if (!spanContext || !isSpanContextValid(spanContext)) return {};
        return { trace_id: spanContext.traceId, span_id: spanContext.spanId };
      },
    },
    patientOutput(fd),
  );
}

/** Limit of buffered bytes; more is dropped. */
const waitingBytes = 2 ** 20;

/**
 * A full disk loses log lines, but never stops the service. By default pino ends the process at the first line that cannot be written,
 * and blocks the exit of the process until it can. With synchronous writes nothing is pending at the exit.
 */
function patientOutput(fd: number) {
  const output = destination({ dest: fd, sync: true, maxLength: waitingBytes });
  output.on('error', () => {});
  return output;
}
