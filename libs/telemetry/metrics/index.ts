import type { MetricDefinition } from './metric.js';
import * as consumerGroups from './consumer-groups.js';
import * as http from './http.js';
import * as messaging from './messaging.js';
import * as stage from './stage.js';

const { waitBuckets: _, ...messagingMetrics } = messaging;

/** Every metric there is, once. A new one is an entry in one of these files; docs/metrics.md follows by itself. */
export const metrics = { ...http, ...messagingMetrics, ...consumerGroups, ...stage };

export const metricDefinitions: readonly MetricDefinition[] = Object.values(metrics).map(
  ({ definition }) => definition,
);

export { metricsText, type MetricDefinition } from './metric.js';
