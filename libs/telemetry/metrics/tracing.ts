import { counter } from './metric.js';

export const exportedSpans = counter({
  name: 'eventstage_spans_total',
  help: 'Spans exported to the trace store, by outcome (sent; lost: the store did not accept them).',
  labels: ['outcome'],
  shownBy: 'every service',
});
