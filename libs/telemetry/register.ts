/**
 * Preloaded into every service (`node --import .../register.js`), before any of its own code: starts tracing. There is no
 * auto-instrumentation; docs/adr/002-telemetry-by-hand.md says why and what is done instead.
 *
 * Reads SERVICE_NAME, OTEL_TRACES_EXPORTER (zipkin, otlp or none), OTEL_EXPORTER_ZIPKIN_ENDPOINT and
 * OTEL_TRACES_SAMPLER_ARG (share of traces kept, 0 to 1; all by default).
 */
import { startTracing, stopTracing } from './tracing.js';

const env = process.env;
const exporters = ['zipkin', 'otlp', 'none'] as const;

const exporter = exporters.find((name) => name === (env['OTEL_TRACES_EXPORTER'] ?? 'zipkin'));
if (!exporter) throw new Error(`OTEL_TRACES_EXPORTER must be one of ${exporters.join(', ')}`);

const ratio = Number(env['OTEL_TRACES_SAMPLER_ARG'] ?? '1');
if (!(ratio >= 0 && ratio <= 1)) throw new Error('OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1');

startTracing({
  service: env['SERVICE_NAME'] ?? 'unknown',
  exporter,
  zipkinEndpoint: env['OTEL_EXPORTER_ZIPKIN_ENDPOINT'] ?? 'http://127.0.0.1:9411/api/v2/spans',
  ratio,
});

// A service stops telemetry itself, as the last thing it does; this is for a process that just comes to its end.
process.once('beforeExit', () => void stopTracing());
