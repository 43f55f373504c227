/** A message to be published. Messages of one topic with the same key keep their order. */
export interface OutgoingMessage {
  topic: string;
  key: string | null;
  value: string | Buffer | null;
  headers: Record<string, string>;
}

/** A message as a consumer group receives it. `offset` is a decimal string because it outgrows a JavaScript number. */
export interface ReceivedMessage {
  topic: string;
  partition: number;
  offset: string;
  key: string | null;
  value: Buffer | null;
  headers: Record<string, string>;
  /** When the broker stored it, milliseconds since 1970. In topics created by others, the producer's own timestamp. */
  timestampMs: number;
  /**
   * Set if this stands for a batch that could not be decoded: every offset from `firstOffset` through `offset`. Key,
   * value and headers are empty.
   */
  undecodable?: { firstOffset: string; reason: string };
}

export interface ConsumeOptions {
  group: string;
  topics: readonly string[];
  /** Shown by the broker as the member's name, and in spans as messaging.client.id. */
  clientId: string;
  /** The largest number of messages of one partition per call. */
  maxBatch?: number;
  /**
   * Receives messages of one partition, oldest first. Resolves to the number of messages done, counted from the first
   * (undefined means all): the offset after the last of them is committed, and the rest is redelivered immediately. If
   * it throws, nothing is committed and the same messages are redelivered after a pause. `stopping` is aborted when the
   * consumer must give up the partition (stop or rebalance): return soon.
   */
  onBatch: (messages: readonly ReceivedMessage[], stopping: AbortSignal) => Promise<number | void>;
  /**
   * Reports the member's position in a partition: everything before the offset is done. Also called for offsets that
   * hold no message, such as transaction markers and aborted records.
   */
  onPosition?: (position: { topic: string; partition: number; offset: string }) => void;
}

/** Where a partition stood when its group was rewound to the beginning. */
export interface Rewound {
  topic: string;
  partition: number;
  /** The offset after the last message. */
  end: string;
  /** Offsets between beginning and end. Not every offset holds a message. */
  messages: number;
}

export interface Consumption {
  /** Finishes and commits the current batch, leaves the group, then resolves. */
  stop(): Promise<void>;
  /** True while the member is in its group and the broker has heard from it. */
  healthy(): boolean;
}

/** The whole pub/sub contract: at least once, in order per key. Every implementation passes broker.contract.ts. */
export interface Broker {
  /** Resolves once the cluster has answered. */
  connect(): Promise<void>;
  /**
   * Resolves when every message is on all in-sync replicas (acks=all). Concurrent calls are batched into one request;
   * the messages of one call keep their order.
   * @throws NotAllStored listing those that were not stored, or may not have been: NeverTaken, or BrokerUnavailable if
   * a retry can succeed
   */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Joins the group as soon as the cluster and the topics are available; the consumption is unhealthy until then. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Makes a group without members restart at the first message. @returns what it will read again */
  rewind(group: string, topics: readonly string[]): Promise<Rewound[]>;
  /** True if the last request to the cluster was answered. */
  healthy(): boolean;
  /** Sends everything accepted, stops every consumption, disconnects. */
  close(): Promise<void>;
}
