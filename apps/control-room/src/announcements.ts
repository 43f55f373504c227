import type { FaultsAnnouncement, RecoveryAnnouncement, RestartsAnnouncement, ScenarioAnnouncement } from '#contracts';

/** One series of a gauge and the value it has now; null when it is to have none. */
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
 * The state that was announced, as gauge samples: nothing here is measured by the control room itself, it repeats what it
 * was told so that every board can show it. A fault or a phase that is over stays as 0, so that a board shows
 * "over" and not "unknown".
 */
export class Announcements {
  private readonly faults = new OneOrZero<FaultLabels>();
  private readonly phases = new OneOrZero<PhaseLabels>();
  private readonly recoveries = new Newest<Omit<RecoveryLabels, 'part'>>();
  private readonly restarts = new Map<string, number>();

  /** Replaces the list of faults that are on. */
  announceFaults({ active }: FaultsAnnouncement): Sample<FaultLabels, number | null>[] {
    return this.faults.turnOn(active.map(({ scenario, fault, target }) => ({ scenario, fault, target })));
  }

  /** The phases of a scenario have no value any more once another one runs: the boards tell one story at a time. */
  announceScenario({ scenario, run, phase }: ScenarioAnnouncement): Sample<PhaseLabels, number | null>[] {
    const running = scenario !== null && run !== null && phase !== null;
    if (!running) return this.phases.turnOn([]);
    const told = this.phases.forget((labels) => labels.scenario !== scenario);
    return [...told.map((labels) => ({ labels, value: null })), ...this.phases.turnOn([{ scenario, run, phase }])];
  }

  /** @returns what is new of each part, also when that is 0: a counter is to be there before it counts */
  announceRestarts({ parts }: RestartsAnnouncement): Sample<{ part: string }>[] {
    return parts.map(({ part, restarts }) => {
      const before = this.restarts.get(part) ?? 0;
      this.restarts.set(part, restarts);
      // Fewer than before: the stack was started anew, and begins to count at 0.
      return { labels: { part }, value: restarts < before ? restarts : restarts - before };
    });
  }

  /** A part that was not measured has no value: neither 0 nor the figure of the run before. */
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

/** Of each kind so many are remembered: far more than a board shows, and no more of them however long the stack is up. */
export const announcementsKept = 100;

/** What was named last. */
class Newest<Labels extends object> {
  private readonly known = new Map<string, Labels>();

  /** @returns what is too long ago to be remembered now */
  name(labels: Labels): Labels[] {
    const key = keyOf(labels);
    this.known.delete(key);
    this.known.set(key, labels);
    let surplus = this.known.size - announcementsKept;
    return this.forget(() => surplus-- > 0);
  }

  /** @returns what is known no more */
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

/** What was on lately, and whether it is on now. */
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
