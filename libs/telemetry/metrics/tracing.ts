import { counter } from './metric.js';

export const exportedSpans = counter({
  name: 'eventstage_spans_total',
  help: 'Spans handed to the trace store, by what became of them (sent, lost: the store did not take them).',
  labels: ['outcome'],
  shownBy: 'every service',
});
