import type { CampaignPage } from '../../../campaign/campaign-page.js';
import { campaignCharts } from './campaign-charts.js';
import { el } from './element.js';
import { figure, whole, zeroIsGood } from './figures.js';
import { foot, head, verdict } from './frame.js';
import { table } from './table.js';
import type { Page, View } from './view.js';

/** The report of a campaign: the verdict, its figures, everything over one axis of time, and each fault. */
export function campaignPage(data: CampaignPage, view: View): Page {
  const { t } = view;
  const { campaign, outcome, reasons, words, method } = data;
  const why = reasons.length > 0 ? reasons.map(t).join(' · ') : t(words.nothingWrong);
  return {
    title: `${t(words.title)} ${campaign.seed}`,
    sections: [
      head(words.title, words.story, words, view),
      verdict(outcome, why, words, view),
      counts(data, view),
      ...campaignCharts(data, view),
      ...findings(data, view),
      el('h2', {}, t(words.faults)),
      faults(data, view),
      el('h2', {}, t(words.howMeasured)),
      foot(method, origin(data, view), view),
    ],
  };
}

/** What happened in the first row, what must not happen in the second. */
function counts(data: CampaignPage, { t }: View): HTMLElement {
  const row = (mustBeZero: boolean) =>
    data.counts
      .filter((one) => (one.mustBeZero ?? false) === mustBeZero)
      .map(({ label, value }) => figure(whole(value), t(label), mustBeZero ? zeroIsGood(value) : undefined));
  return el(
    'section',
    { class: 'run counts' },
    el('div', { class: 'figures' }, ...row(false)),
    el('div', { class: 'figures' }, ...row(true)),
  );
}

/** What the checker found, with its title; nothing when it found nothing. */
function findings({ findings: found, words }: CampaignPage, { t }: View): HTMLElement[] {
  if (found.length === 0) return [];
  const heads = [t(words.kind), t(words.order), t(words.what)];
  return [
    el('h2', {}, t(words.findings)),
    table(
      heads,
      found.map(({ kind, order, what }) => [t(kind), order, what]),
    ),
  ];
}

function faults({ faults: all, words }: CampaignPage, { t }: View): HTMLElement {
  const at = (seconds: number | null) => (seconds === null ? '–' : `${seconds} ${t(words.second)}`);
  const heads = [words.begins, words.ends, words.fault, words.part, words.seen].map(t);
  return table(
    [...heads, el('th', { class: 'number' }, t(words.acceptedMeanwhile))],
    all.map(({ atSeconds, untilSeconds, fault, part, seen, accepted }) => [
      at(atSeconds),
      at(untilSeconds),
      fault,
      part,
      seen ?? el('td', { class: 'open' }, t(words.notSeen)),
      accepted,
    ]),
  );
}

/** What would play this campaign again. */
const origin = ({ campaign, words }: CampaignPage, { t }: View): string[] => [
  `${t(words.seed)} ${campaign.seed}`,
  `${campaign.seconds} ${t(words.second)}`,
  `${campaign.ratePerSecond} ${t(words.rate)}`,
  campaign.startedAt,
  campaign.machine,
];
