/** A message on its way out. Messages of one topic with the same key keep their order. */
export interface OutgoingMessage {
  topic: string;
  key: string | null;
  value: string | Buffer | null;
  headers: Record<string, string>;
}

/** A message as a consumer group finds it. `offset` is a decimal string: it outgrows a JavaScript number. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  /** When the broker got it, milliseconds since 1970; in a topic that somebody else made, whatever its producer said. */
  timestampMs: number;
  /**
   * Given, this stands for a batch that could not be decoded: everything from `firstOffset` up to and with `offset`. Key, value and
   * headers are empty.
   */
  undecodable?: { firstOffset: string; reason: string };
}

export interface ConsumeOptions {
  group: string;
  topics: readonly string[];
  /** Shown by the broker as the member's name, and in spans as messaging.client.id. */
  clientId: string;
  /** At most this many messages of one partition are handed over at once. */
  maxBatch?: number;
  /**
   * Messages of one partition, oldest first. Resolves to how many of them, from the first on, are done (nothing said:
   * all); the offset after the last of these is committed, and the rest comes again at once. When it throws, nothing is
   * committed, and the same messages come again after a pause. `stopping` is raised when the consumer must let go (stop,
   * or rebalance): return soon.
   */
  onBatch: (messages: readonly ReceivedMessage[], stopping: AbortSignal) => Promise<number | void>;
  /**
   * Told how far the member has come in a partition: everything before the offset is done. Also when what lay there was no
   * message: markers of transactions, and what was taken back with one.
   */
  onPosition?: (position: { topic: string; partition: number; offset: string }) => void;
}

/** Where a partition stood when its group was sent back to its beginning. */
export interface Rewound {
  topic: string;
  partition: number;
  /** Behind the last message. */
  end: string;
  /** Offsets between beginning and end. Not each of them needs to hold a message. */
  messages: number;
}

export interface Consumption {
  /** Lets the batch in hand finish and commit, leaves the group, and resolves. */
  stop(): Promise<void>;
  /** True while the member is part of its group and has been heard by the broker. */
  healthy(): boolean;
}

/**
 * The whole pub/sub contract: at least once, in order per key. Every implementation passes broker.contract.ts.
 */
export interface Broker {
  /** Resolves once the cluster has answered. */
  connect(): Promise<void>;
  /**
   * Resolves when every message is on all in-sync replicas (acks=all). Many calls at the same time are gathered into one
   * request; a call's messages keep their order.
   * @throws NotAllStored naming those that were not, or may not have been: NeverTaken, or BrokerUnavailable when it can be tried again
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Joins the group as soon as the cluster and the topics are there; until then the consumption is not healthy. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Makes a group that has no members start at the first message again. @returns what lies before it */
  rewind(group: string, topics: readonly string[]): Promise<Rewound[]>;
  /** True when the last thing the client heard from the cluster was an answer. */
  healthy(): boolean;
  /** Sends what was accepted, stops every consumption, disconnects. */
  close(): Promise<void>;
}
