import type { Text } from '../engine/design.js';
import type { Outcome } from '../engine/finding.js';
import type { Series } from '../report/series.js';
import type { campaignWords } from './campaign-words.js';

/** What the charts draw. */
export interface CampaignSeries {
  readonly seconds: number;
  /** By the second of the answer. */
  readonly accepted: Series;
  readonly notAccepted: Series;
  /** By the second of the last effect. */
  readonly completed: Series;
  /** By the second in which the order was due. */
  readonly acceptP99Ms: Series;
  /** By consumer group. */
  readonly lag: Readonly<Record<string, Series>>;
}

/** A fault, in seconds from the start of the load. */
export interface DrawnFault {
  readonly fault: string;
  readonly part: string;
  readonly atSeconds: number;
  /** null if it was never undone. */
  readonly untilSeconds: number | null;
  /** The evidence that it took effect; null if there was none. */
  readonly seen: string | null;
  /** Orders accepted during the fault. */
  readonly accepted: number;
}

/** A figure under the verdict. `mustBeZero`: anything else is a failure. */
export interface Count {
  readonly label: Text;
  readonly value: number;
  readonly mustBeZero?: boolean;
}

/** What the page of a campaign's report draws. */
export interface CampaignPage {
  readonly kind: 'campaign';
  readonly campaign: {
    readonly seed: number;
    readonly seconds: number;
    readonly ratePerSecond: number;
    /** ISO 8601, UTC. */
    readonly startedAt: string;
    readonly machine: string;
  };
  readonly outcome: Outcome;
  /** Why it did not pass; empty if it passed. */
  readonly reasons: readonly Text[];
  readonly counts: readonly Count[];
  readonly faults: readonly DrawnFault[];
  readonly series: CampaignSeries;
  readonly findings: readonly { readonly kind: Text; readonly order: string; readonly what: string }[];
  readonly words: CampaignWords;
  /** How the figures were measured. */
  readonly method: readonly Text[];
}

export type CampaignWords = Readonly<Record<keyof typeof campaignWords, Text>>;
