/**
 * THE JOURNEY of an event: stored together with its cause, published at least once and in order per key, handled with
 * exactly one effect for each handler, and given up with a reason when it cannot be handled. Nothing that was accepted is
 * lost when a process, a broker or the database dies at any moment.
 */
export { openMessaging, type Messaging, type MessagingFaults, type MessagingOptions } from './messaging.js';
export {
  reaction,
  batchReaction,
  type EventOfBatch,
  type Reaction,
  type ReactionScope,
  type Rest,
} from './reaction.js';
export { messagingMigrations } from './tables.js';
export { outboxColumns, outboxValues, eventMessage, type OutboxValues } from './outbox.js';
export { openMicroBatcher, BufferFull, type MicroBatcher, type MicroBatcherOptions } from './micro-batcher.js';
export { openKafka, type KafkaOptions } from './brokers/kafka.js';
export {
  openKafkaAdmin,
  type KafkaAdmin,
  type GroupState,
  type TopicState,
  type PartitionOffset,
  type Waiting,
  type WaitingPlace,
} from './brokers/kafka-admin.js';
export { openMemoryBroker } from './brokers/memory.js';
export { listDeadLetters, replayDeadLetters, type DeadLetter, type Replayed } from './dead-letters.js';
export { longReaction, type LongSteps, type LongWork } from './long-reaction.js';
export { BrokerUnavailable, GiveUp, Unconfirmed } from './errors.js';
export { dropSetAside, listSetAside, retrySetAside, type OutboxState, type SetAsideRow } from './outbox-rows.js';
export { silentObserver, type MessagingObserver, type Outcome } from './observer.js';
export { silentLog } from './log.js';
export type { Broker, Consumption, ConsumeOptions, OutgoingMessage, ReceivedMessage } from './broker.js';
