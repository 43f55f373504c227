/**
 * THE OBSERVERS: spans (one trace per order, from the request to the view), metrics (each defined once) and log lines (each with its
 * trace). No business code calls them: they attach to HTTP by hooks and to messaging as its observer. A failure in here never
 * affects the service.
 */
export { createLog, type Log } from './log.js';
export { observeHttp } from './observe-http.js';
export { inSpan, inClientSpan, currentTraceId, type ClientCall } from './spans.js';
export { messagingObserver } from './messaging-observer.js';
export { metrics, metricSections, metricsText, type MetricDefinition, type MetricSection } from './metrics/index.js';
export { stopTracing } from './tracing.js';
