/**
 * Preloaded into every service (`node --import .../register.js`), before any of its own code: starts tracing. There is no
 * auto-instrumentation; docs/adr/002-telemetry-by-hand.md explains why and what replaces it.
 *
 * Because it runs first, it also rejects invalid settings by name before anything is opened: see libs/settings.
 */
import { environment, readSetting, wrongSettings } from '#settings';
import { createLog } from './log.js';
import { startTracing, stopTracing } from './tracing.js';

const env = environment();
const refused = wrongSettings(env, ['services']);
const service = env['SERVICE_NAME'] || 'unknown';
if (refused.length > 0) {
  createLog(service).fatal(`${service} cannot start: ${refused.join(' ')}`);
  process.exit(2);
}

startTracing({
  service,
  exporter: readSetting(env, 'OTEL_TRACES_EXPORTER') ?? 'zipkin',
  zipkinEndpoint: readSetting(env, 'OTEL_EXPORTER_ZIPKIN_ENDPOINT') ?? 'http://127.0.0.1:9411/api/v2/spans',
  ratio: readSetting(env, 'OTEL_TRACES_SAMPLER_ARG') ?? 1,
});

// A service stops telemetry itself, last of all; this is for a process that simply exits.
process.once('beforeExit', () => void stopTracing());
