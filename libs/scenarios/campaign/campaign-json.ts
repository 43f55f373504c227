import { machine } from '../engine/runner.js';
import type { FaultWindow } from '../engine/record.js';
import type { Outcome } from '../load/outcome.js';
import type { CampaignRecord } from './campaign.js';
import { judgeCampaign } from './campaign-verdict.js';
import { failures } from './checker/judge.js';

/** The number of findings of a kind that are written out; the rest are counted. */
const shown = 20;

/** report.json of a campaign. Times are seconds from the start of the load. */
export function campaignJson(record: CampaignRecord) {
  const { seed, seconds, ratePerSecond, schedule, startedAt, endedAt, faults, skipped, load, judgement } = record;
  const { findings, completedAt: _, ...counts } = judgement;
  const { outcome, tookEffect, reasons } = judgeCampaign(record);
  return {
    campaign: { seed, seconds, ratePerSecond, startedAt: new Date(startedAt).toISOString(), machine: machine() },
    schedule,
    faults: faults.map((window) => ({ ...faultJson(window, record), accepted: acceptedDuring(window, record) })),
    skipped,
    restarts: record.restarts,
    offered: load.offered,
    accepted: load.accepted,
    drainSeconds: Math.round((endedAt - startedAt) / 1_000 - seconds),
    checker: {
      ...counts,
      ...Object.fromEntries(failures.map((kind) => [kind, findings[kind].length])),
      examples: Object.fromEntries(failures.map((kind) => [kind, findings[kind].slice(0, shown)])),
    },
    tookEffect,
    reasons: reasons.map(({ en }) => en),
    passed: outcome === 'passed',
    outcome,
  };
}
export type CampaignJson = ReturnType<typeof campaignJson>;

function faultJson({ fault, part, appliedAt, restoredAt, evidence }: FaultWindow, { startedAt }: CampaignRecord) {
  const since = (at: number) => Math.round((at - startedAt) / 100) / 10;
  return {
    ...{ fault, part, atSeconds: since(appliedAt) },
    ...{ untilSeconds: restoredAt === null ? null : since(restoredAt), seen: evidence },
  };
}

/** Progress while a fault is active: orders accepted between its start and its end. */
function acceptedDuring({ appliedAt, restoredAt }: FaultWindow, { outcomes, endedAt }: CampaignRecord): number {
  const isIn = ({ ending, answeredAt }: Outcome) =>
    ending === 'accepted' && answeredAt >= appliedAt && answeredAt < (restoredAt ?? endedAt);
  return outcomes.filter(isIn).length;
}
