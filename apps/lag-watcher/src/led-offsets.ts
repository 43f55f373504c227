import { placeName, type End, type Place } from './lag.js';
import { Question, standsMs } from './question.js';

type Partition = Omit<Place, 'offset'>;
/** A partition and the broker that leads it; null while there is none. */
export type LedPartition = Partition & { leader: number | null };

/**
 * Asks each leader about its partitions, and keeps its last answer: a silent leader affects only its own partitions.
 */
export class LedOffsets {
  private readonly questions = new Map<number, Question<void>>();
  private readonly wanted = new Map<number, Partition[]>();
  private readonly last = new Map<string, { place: Place; askedAtMs: number; atMs: number }>();

  constructor(private readonly askLeader: (leader: number, partitions: readonly Partition[]) => Promise<Place[]>) {}

  /** @returns the error of each leader that did not answer in time */
  async ask(partitions: readonly LedPartition[]): Promise<unknown[]> {
    this.wanted.clear();
    for (const { topic, partition, leader } of partitions) {
      if (leader === null) continue;
      const others = this.wanted.get(leader) ?? [];
      others.push({ topic, partition });
      this.wanted.set(leader, others);
    }
    const errors = await Promise.all([...this.wanted.keys()].map((leader) => this.questionTo(leader).put()));
    return errors.filter((error) => error !== undefined);
  }

  /**
   * The offsets of these partitions that were reported within the last seconds.
   * @param sinceMs answers to earlier requests are not current
   */
  known(partitions: readonly Partition[], sinceMs = 0): End[] {
    const wanted = new Set(partitions.map(placeName));
    const oldestMs = Date.now() - standsMs;
    for (const [name, { atMs }] of this.last) if (!wanted.has(name) || atMs < oldestMs) this.last.delete(name);
    return [...this.last.values()].map(({ place, askedAtMs }) => ({ ...place, isCurrent: askedAtMs >= sinceMs }));
  }

  private questionTo(leader: number): Question<void> {
    let question = this.questions.get(leader);
    if (!question) {
      question = new Question(async () => {
        const askedAtMs = Date.now();
        const places = await this.askLeader(leader, this.wanted.get(leader) ?? []);
        const atMs = Date.now();
        for (const place of places) this.last.set(placeName(place), { place, askedAtMs, atMs });
      });
      this.questions.set(leader, question);
    }
    return question;
  }
}
