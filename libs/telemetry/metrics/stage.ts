import { waitBuckets } from './buckets.js';
import { counter, gauge, histogram } from './metric.js';

const shownBy = 'control-room';

export const faultActive = gauge({
  name: 'eventstage_fault_active',
  help: '1 while a fault is active on a part of the stack, 0 once it has been undone.',
  labels: ['scenario', 'fault', 'target'],
  shownBy,
});

export const partRestarts = counter({
  name: 'eventstage_part_restarts_total',
  help: 'How many times a part was restarted after a crash. Faults and manual stops do not count.',
  labels: ['part'],
  shownBy,
});

export const scenarioPhase = gauge({
  name: 'eventstage_scenario_phase',
  help: '1 for the current phase of a scenario, 0 for its earlier phases.',
  labels: ['scenario', 'run', 'phase'],
  shownBy,
});

export const recoverySeconds = gauge({
  name: 'eventstage_recovery_seconds',
  help: 'Duration of the last recovery of a scenario: rejoin (restored to first progress), drain (first progress to caught up), total; and the estimated drain.',
  labels: ['scenario', 'run', 'part'],
  shownBy,
});

export const ledgerOrders = gauge({
  name: 'eventstage_ledger_orders',
  help: "Orders in the auditor's ledger, by outcome: accepted = completed + dead-lettered + queued + lost; doubled counts those that took effect twice.",
  labels: ['outcome'],
  shownBy,
});

export const orderCompletion = histogram({
  name: 'eventstage_order_completion_seconds',
  help: 'Time from placing an order to the last of its effects, as the auditor finds them in the databases.',
  labels: [],
  shownBy,
  buckets: waitBuckets,
  exemplars: true,
});
