import { waitBuckets, workBuckets } from './buckets.js';
import { counter, gauge, histogram } from './metric.js';

export const publishedMessages = counter({
  name: 'messaging_published_messages_total',
  help: 'Messages the broker was asked to store, by what became of them (published: on all in-sync replicas; failed: perhaps not stored, the relay sends it again).',
  labels: ['topic', 'outcome'],
  shownBy: 'every service that publishes',
});

export const publishDuration = histogram({
  name: 'messaging_publish_duration_seconds',
  help: 'How long the broker took to have a batch on all in-sync replicas.',
  labels: [],
  shownBy: 'every service that publishes',
  buckets: workBuckets,
  exemplars: true,
});

export const handledMessages = counter({
  name: 'messaging_handled_messages_total',
  help: 'Messages a consumer group was given, by what became of them (handled, duplicate: seen before and left alone, dead-lettered, failed: one attempt that will be made again, rolled-back: done, and undone with a neighbour that failed).',
  labels: ['topic', 'consumergroup', 'outcome'],
  shownBy: 'every service that consumes',
});

export const processDuration = histogram({
  name: 'messaging_process_duration_seconds',
  help: 'How long one attempt to handle a message took, its transaction included.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
  buckets: workBuckets,
  exemplars: true,
});

export const queueWait = histogram({
  name: 'messaging_queue_wait_seconds',
  help: 'How long a message waited: from the moment its event happened to the start of the first attempt to handle it. A time that cannot be (1970, 2100) is replaced by when the broker got the message.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
  buckets: waitBuckets,
  exemplars: true,
});

export const retries = counter({
  name: 'messaging_retries_total',
  help: 'Attempts that failed and were made again after a pause.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
});

export const deadLetters = counter({
  name: 'messaging_dead_letters_total',
  help: 'Messages a consumer group gave up on and put aside in its dead-letter topic.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
});

export const missedMessages = counter({
  name: 'messaging_missed_messages_total',
  help: 'Messages that were deleted before a consumer group got them: it went on behind them.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
});

export const outboxBacklog = gauge({
  name: 'outbox_backlog_messages',
  help: 'Messages stored in the outbox and not yet published.',
  labels: [],
  shownBy: 'every service that publishes',
});

export const outboxOldestAge = gauge({
  name: 'outbox_oldest_age_seconds',
  help: 'How long the oldest message in the outbox has waited to be published; 0 when the outbox is empty.',
  labels: [],
  shownBy: 'every service that publishes',
});

export const outboxSetAside = gauge({
  name: 'outbox_set_aside_messages',
  help: 'Messages taken out of the outbox because no broker will ever take them, and those with the same key behind them. They stay until somebody has them tried again or drops them.',
  labels: [],
  shownBy: 'every service that publishes',
});
