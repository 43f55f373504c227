import type { Told } from './facts.js';
import { judgeFacts, type Judgement } from './judge.js';
import { knownOrders, readDatabases } from './read-databases.js';
import { TopicReader, type Ends } from './read-topics.js';

/** Where the checker reads. */
export interface CheckedPlaces {
  /** host:port of each broker. */
  readonly brokers: readonly string[];
  /** The address of one database, for a role that may read it. */
  readonly urlOf: (database: string) => string;
}

/** Where everything stood when the campaign began. */
export interface Beginning {
  readonly atMs: number;
  readonly ends: Ends;
}

/**
 * Finds out what became of what clients were told: from the topics, read from their beginning, and from the databases. This folder
 * imports nothing of ours, so that one mistake cannot be made on both sides.
 */
export class Checker {
  constructor(private readonly places: CheckedPlaces) {}

  /** To be called before the first request. */
  async begin(): Promise<Beginning> {
    return { atMs: Date.now(), ends: await new TopicReader(this.places.brokers).ends() };
  }

  /**
   * @param campaign how the keys of its orders begin
   * @throws when topics or databases cannot be read: then nothing can be said
   */
  async check(campaign: string, told: readonly Told[], { atMs, ends }: Beginning): Promise<Judgement> {
    const { brokers, urlOf } = this.places;
    const stored = await readDatabases(urlOf, campaign, atMs);
    const { published, givenUp } = await new TopicReader(brokers).read(ends);
    const mentioned = new Set(published.filter(({ isNew }) => isNew).map(({ orderId }) => orderId));
    const known = await knownOrders(urlOf, mentioned);
    return judgeFacts({ told, ...stored, published, givenUp, known });
  }
}
