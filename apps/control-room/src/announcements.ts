import type { FaultsAnnouncement, RecoveryAnnouncement, RestartsAnnouncement, ScenarioAnnouncement } from '#contracts';

/** One series of a gauge and its value; null to remove it. */
export interface Sample<Labels, Value = number> {
  labels: Labels;
  value: Value;
}

export type FaultLabels = FaultsAnnouncement['active'][number];
export interface PhaseLabels {
  scenario: string;
  run: string;
  phase: string;
}
const recoveryParts = ['rejoin', 'drain', 'total', 'estimated'] as const;
export interface RecoveryLabels {
  scenario: string;
  run: string;
  part: (typeof recoveryParts)[number];
}

/**
 * The announced state as gauge samples. The control room measures none of it; it repeats announcements so that every
 * board can show them. A fault or phase that is over stays as 0, so that a board shows "over" and not "unknown".
 */
export class Announcements {
  private readonly faults = new OneOrZero<FaultLabels>();
  private readonly phases = new OneOrZero<PhaseLabels>();
  private readonly recoveries = new Newest<Omit<RecoveryLabels, 'part'>>();
  private readonly restarts = new Map<string, number>();

  /** Replaces the list of active faults. */
  announceFaults({ active }: FaultsAnnouncement): Sample<FaultLabels, number | null>[] {
    return this.faults.turnOn(active.map(({ scenario, fault, target }) => ({ scenario, fault, target })));
  }

  /** Once another scenario runs, the phases of the previous one are removed: the boards show one scenario at a time. */
  announceScenario({ scenario, run, phase }: ScenarioAnnouncement): Sample<PhaseLabels, number | null>[] {
    const running = scenario !== null && run !== null && phase !== null;
    if (!running) return this.phases.turnOn([]);
    const told = this.phases.forget((labels) => labels.scenario !== scenario);
    return [...told.map((labels) => ({ labels, value: null })), ...this.phases.turnOn([{ scenario, run, phase }])];
  }

  /** @returns the new restarts of each part, including 0: a counter must exist before it counts */
  announceRestarts({ parts }: RestartsAnnouncement): Sample<{ part: string }>[] {
    return parts.map(({ part, restarts }) => {
      const before = this.restarts.get(part) ?? 0;
      this.restarts.set(part, restarts);
      // Fewer than before: the stack was restarted, and counts from 0 again.
      return { labels: { part }, value: restarts < before ? restarts : restarts - before };
    });
  }

  /** A part that was not measured has no value: neither 0 nor the figure of the previous run. */
  announceRecovery(announced: RecoveryAnnouncement): Sample<RecoveryLabels, number | null>[] {
    const { scenario, run } = announced;
    const values = {
      rejoin: announced.rejoinSeconds,
      drain: announced.drainSeconds,
      total: announced.totalSeconds,
      estimated: announced.estimatedSeconds,
    };
    const forgotten = this.recoveries.name({ scenario, run });
    return [
      ...forgotten.flatMap((labels) => recoveryParts.map((part) => ({ labels: { ...labels, part }, value: null }))),
      ...recoveryParts.map((part) => ({ labels: { scenario, run, part }, value: values[part] })),
    ];
  }
}

/**
 * How many announcements of each kind to keep: far more than a board shows, and bounded however long the stack is up.
 */
export const announcementsKept = 100;

/** The most recent labels. */
class Newest<Labels extends object> {
  private readonly known = new Map<string, Labels>();

  /** @returns labels that are too old to be kept */
  name(labels: Labels): Labels[] {
    const key = keyOf(labels);
    this.known.delete(key);
    this.known.set(key, labels);
    let surplus = this.known.size - announcementsKept;
    return this.forget(() => surplus-- > 0);
  }

  /** @returns the labels that were dropped */
  forget(isPast: (labels: Labels) => boolean): Labels[] {
    const past = this.all().filter(isPast);
    for (const labels of past) this.known.delete(keyOf(labels));
    return past;
  }

  all(): Labels[] {
    return [...this.known.values()];
  }
}

const keyOf = (labels: object): string => Object.values(labels).join(' ');

/** Recently active items, and whether each is active now. */
class OneOrZero<Labels extends object> {
  private readonly known = new Newest<Labels>();

  turnOn(on: readonly Labels[]): Sample<Labels, number | null>[] {
    const forgotten = on.flatMap((labels) => this.known.name(labels));
    const keysOn = new Set(on.map(keyOf));
    return [
      ...forgotten.map((labels) => ({ labels, value: null })),
      ...this.known.all().map((labels) => ({ labels, value: keysOn.has(keyOf(labels)) ? 1 : 0 })),
    ];
  }

  forget = (isPast: (labels: Labels) => boolean): Labels[] => this.known.forget(isPast);
}
