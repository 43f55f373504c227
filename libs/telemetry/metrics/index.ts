import { registryText, type MetricDefinition } from './metric.js';
import * as consumerGroups from './consumer-groups.js';
import * as http from './http.js';
import * as messaging from './messaging.js';
import { lookAtProcess } from './look-at-process.js';
import * as ofProcess from './process.js';
import * as stage from './stage.js';
import * as tracing from './tracing.js';

/** Every metric, defined once. A new one is an entry in one of these files; docs/metrics.md is generated from them. */
export const metrics = { ...http, ...messaging, ...consumerGroups, ...stage, ...tracing, ...ofProcess };

export interface MetricSection {
  readonly title: string;
  readonly definitions: readonly MetricDefinition[];
}

/** The same, in reading order. */
export const metricSections: readonly MetricSection[] = [
  section('HTTP', http),
  section('Messages and their outbox', messaging),
  section("Consumer groups, from the brokers' side", consumerGroups),
  section('The stage: faults, scenarios, ledger', stage),
  section('Traces', tracing),
  section('The process itself', ofProcess),
];

function section(title: string, defined: Record<string, { definition: MetricDefinition }>): MetricSection {
  return { title, definitions: Object.values(defined).map(({ definition }) => definition) };
}

/** All metrics of this process. */
export async function metricsText(): Promise<{ contentType: string; body: string }> {
  lookAtProcess();
  return registryText();
}

export type { MetricDefinition };
