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

/** The state of the topics when the campaign began. */
export interface Beginning {
  readonly atMs: number;
  readonly ends: Ends;
}

/**
 * Finds out what became of each order that clients sent: from the topics, read from the beginning, and from the
 * databases. This folder imports none of our code, so that one bug cannot affect both sides.
 */
export class Checker {
  constructor(private readonly places: CheckedPlaces) {}

  /** Must be called before the first request. */
  async begin(): Promise<Beginning> {
    return { atMs: Date.now(), ends: await new TopicReader(this.places.brokers).ends() };
  }

  /**
   * @param campaign the prefix of its idempotency keys
   * @throws when topics or databases cannot be read: there is no judgement then
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
