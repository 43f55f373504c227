/**
 * THE WATCHERS. What is going on, told three ways: spans (one trace per order, from the request to the view), metrics
 * (each defined once) and log lines (each with its trace). Called by nobody: it listens to HTTP by hooks and to messaging
 * as its observer. Whatever goes wrong in here, the service that is watched goes on.
 */
export { createLog, type Log } from './log.js';
export { observeHttp } from './observe-http.js';
export { inSpan, inClientSpan, currentTraceId, currentTraceparent, type ClientCall } from './spans.js';
export { messagingObserver } from './messaging-observer.js';
export { metrics, metricSections, metricsText, type MetricDefinition, type MetricSection } from './metrics/index.js';
export { stopTracing } from './tracing.js';
