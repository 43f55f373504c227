import { waitBuckets } from './buckets.js';
import { counter, gauge, histogram } from './metric.js';

const shownBy = 'control-room';

export const faultActive = gauge({
  name: 'eventstage_fault_active',
  help: '1 while a fault is done to a part of the stack, 0 once it has been undone.',
  labels: ['scenario', 'fault', 'target'],
  shownBy,
});

export const partRestarts = counter({
  name: 'eventstage_part_restarts_total',
  help: 'How often a part that had fallen over by itself was started again. What a fault took, or somebody stopped, does not count.',
  labels: ['part'],
  shownBy,
});

export const scenarioPhase = gauge({
  name: 'eventstage_scenario_phase',
  help: '1 for the phase a scenario is in, 0 for the phases it has passed.',
  labels: ['scenario', 'run', 'phase'],
  shownBy,
});

export const recoverySeconds = gauge({
  name: 'eventstage_recovery_seconds',
  help: 'How long the last recovery of a scenario took: rejoin (restored to first progress), drain (first progress to caught up), total; and the drain that was estimated.',
  labels: ['scenario', 'run', 'part'],
  shownBy,
});

export const ledgerOrders = gauge({
  name: 'eventstage_ledger_orders',
  help: 'Orders in the account of the auditor, by what became of them: accepted = completed + dead-lettered + queued + lost; doubled counts those that took effect twice.',
  labels: ['outcome'],
  shownBy,
});

export const orderCompletion = histogram({
  name: 'eventstage_order_completion_seconds',
  help: 'From the moment an order was placed to the last of its effects, as the auditor found them in the databases.',
  labels: [],
  shownBy,
  buckets: waitBuckets,
  exemplars: true,
});
