/**
 * THE JOURNEY of an event, in the order of the folders: publish/, brokers/, consume/.
 *
 * What a service may rely on when a process, a broker or the database dies at any moment:
 * - An event exists exactly if its cause does: both are rows of one transaction.
 * - It is published at least once, and the events of one key arrive in the order of their commits.
 * - Each handler has exactly one effect in its database per event, including what the handler publishes in turn.
 * - A message that cannot be handled becomes a dead letter with a reason, and blocks nothing; nothing is dropped
 *   silently.
 *
 * Not promised: order between keys, one effect outside the handler's own database, or memory of an event for longer
 * than the inbox keeps it (consume/inbox-age.ts).
 */
// The entry point.
export { openMessaging, type Messaging, type MessagingFaults, type MessagingOptions } from './messaging.js';
export { messagingMigrations } from './tables.js';

// Out.
export { eventMessage, outboxColumns, outboxValues, type OutboxState, type OutboxValues } from './publish/outbox.js';
export { dropSetAside, listSetAside, retrySetAside, type SetAsideRow } from './publish/set-aside.js';
export { openMicroBatcher, BufferFull, type MicroBatcher, type MicroBatcherOptions } from './publish/micro-batcher.js';

// Across.
export type { Broker, Consumption, ConsumeOptions, OutgoingMessage, ReceivedMessage } from './broker.js';
export { openKafka, type KafkaOptions } from './brokers/kafka/broker.js';
export {
  openKafkaAdmin,
  type KafkaAdmin,
  type GroupState,
  type TopicState,
  type PartitionOffset,
  type Waiting,
  type WaitingPlace,
} from './brokers/kafka/admin.js';
export { openMemoryBroker } from './brokers/memory/broker.js';

// In.
export {
  batchReaction,
  reaction,
  type EventOfBatch,
  type LongWork,
  type Reaction,
  type ReactionScope,
  type Rest,
} from './consume/reaction.js';
export { longReaction, type LongSteps } from './consume/long-reaction.js';
export { listDeadLetters, replayDeadLetters, type DeadLetter, type Replayed } from './consume/replay-dead-letters.js';

// Errors and observers.
export { BrokerUnavailable, GiveUp, Unconfirmed } from './errors.js';
export { silentObserver, type MessagingObserver, type Outcome } from './observer.js';
export { silentLog } from './log.js';
