import type { Text } from '../engine/design.js';
import type { Outcome } from '../engine/finding.js';
import type { CampaignRecord } from './campaign.js';
import { failureWords } from './campaign-words.js';
import { failures } from './checker/judge.js';

export interface CampaignVerdict {
  readonly outcome: Outcome;
  /** Faults with evidence that they took effect. */
  readonly tookEffect: number;
  /** Why it did not pass, one sentence each; empty if it passed. */
  readonly reasons: readonly Text[];
}

/**
 * With fewer of the faults confirmed than this, the campaign proves nothing. Not all can be: a service that is made
 * slow has nothing to do while another fault keeps its messages away.
 */
const enoughSeen = 0.5;

/** Judges a campaign. A problem fails it however few faults there were; it passes only if enough faults took effect. */
export function judgeCampaign({
  judgement,
  faults,
  schedule,
}: Pick<CampaignRecord, 'judgement' | 'faults' | 'schedule'>): CampaignVerdict {
  const tookEffect = faults.filter(({ evidence }) => evidence !== null).length;
  const wrong = failures
    .filter((kind) => judgement.findings[kind].length > 0)
    .map((kind) => counted(judgement.findings[kind].length, failureWords[kind]));
  if (wrong.length > 0) return { outcome: 'failed', tookEffect, reasons: wrong };
  const open: Text[] = [
    ...(judgement.told.yes === 0 ? [{ en: 'no order was accepted', ko: '접수된 주문이 없음' }] : []),
    ...(judgement.stillQueued > 0
      ? [counted(judgement.stillQueued, { en: 'orders were still waiting at the end', ko: '끝까지 대기 중인 주문' })]
      : []),
    ...(tookEffect < enoughSeen * schedule.length
      ? [
          {
            en: `only ${tookEffect} of ${schedule.length} faults took effect`,
            ko: `장애 ${schedule.length}건 중 ${tookEffect}건만 발생이 확인됨`,
          },
        ]
      : []),
  ];
  return { outcome: open.length > 0 ? 'inconclusive' : 'passed', tookEffect, reasons: open };
}

const counted = (count: number, { en, ko }: Text): Text => ({ en: `${count} ${en}`, ko: `${ko} ${count}건` });
