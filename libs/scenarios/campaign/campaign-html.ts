import { pageOf } from '../report/html.js';
import type { CampaignRecord } from './campaign.js';
import type { CampaignJson } from './campaign-json.js';
import { judgeCampaign } from './campaign-verdict.js';
import { seriesOfCampaign } from './campaign-series.js';
import { campaignMethod, campaignWords, countWords, failureWords } from './campaign-words.js';
import { failures } from './checker/judge.js';

/** The number of findings on the page; report.json has more. */
const listed = 50;

/** A campaign report as one self-contained page, in both languages. */
export async function campaignHtml(record: CampaignRecord, json: CampaignJson): Promise<string> {
  const { judgement, load } = record;
  const { told, completed, deadLettered, findings } = judgement;
  return pageOf(`${campaignWords.title.en} ${json.campaign.seed} · Eventstage`, {
    kind: 'campaign',
    campaign: json.campaign,
    outcome: json.outcome,
    reasons: judgeCampaign(record).reasons,
    faults: json.faults,
    series: seriesOfCampaign(record),
    counts: [
      { label: countWords.tookEffect, value: json.tookEffect },
      { label: countWords.accepted, value: load.accepted },
      { label: countWords.unknown, value: told.unknown },
      { label: countWords.completed, value: completed },
      { label: countWords.deadLettered, value: deadLettered },
      ...failures.map((kind) => ({ label: failureWords[kind], value: findings[kind].length, mustBeZero: true })),
    ],
    findings: failures
      .flatMap((kind) => findings[kind].map((finding) => ({ kind: failureWords[kind], ...finding })))
      .slice(0, listed),
    words: campaignWords,
    method: campaignMethod,
  });
}
