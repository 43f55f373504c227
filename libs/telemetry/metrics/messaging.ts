import { waitBuckets, workBuckets } from './buckets.js';
import { counter, gauge, histogram } from './metric.js';

export const publishedMessages = counter({
  name: 'messaging_published_messages_total',
  help: 'Messages sent to the broker, by outcome (published: on all in-sync replicas; failed: possibly not stored, the relay resends it).',
  labels: ['topic', 'outcome'],
  shownBy: 'every service that publishes',
});

export const publishDuration = histogram({
  name: 'messaging_publish_duration_seconds',
  help: 'Time until a batch was on all in-sync replicas.',
  labels: [],
  shownBy: 'every service that publishes',
  buckets: workBuckets,
  exemplars: true,
});

export const handledMessages = counter({
  name: 'messaging_handled_messages_total',
  help: 'Messages delivered to a consumer group, by outcome (handled; duplicate: handled before and skipped; dead-lettered; failed: an attempt that will be retried; rolled-back: undone together with another message of the batch that failed).',
  labels: ['topic', 'consumergroup', 'outcome'],
  shownBy: 'every service that consumes',
});

export const processDuration = histogram({
  name: 'messaging_process_duration_seconds',
  help: 'Duration of one attempt to handle a message, including its transaction.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
  buckets: workBuckets,
  exemplars: true,
});

export const queueWait = histogram({
  name: 'messaging_queue_wait_seconds',
  help: 'Queue wait: from the time of the event to the start of the first attempt to handle it. An impossible time (1970, 2100) is replaced by when the broker received the message.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
  buckets: waitBuckets,
  exemplars: true,
});

export const retries = counter({
  name: 'messaging_retries_total',
  help: 'Failed attempts that were retried with backoff.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
});

export const deadLetters = counter({
  name: 'messaging_dead_letters_total',
  help: 'Messages that a consumer group gave up on and moved to its dead-letter topic.',
  labels: ['topic', 'consumergroup'],
  shownBy: 'every service that consumes',
});

export const missedMessages = counter({
  name: 'messaging_missed_messages_total',
  help: 'Messages that were deleted before a consumer group received them: it skipped them.',
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
  help: 'How long the oldest message in the outbox has waited to be published; 0 if the outbox is empty.',
  labels: [],
  shownBy: 'every service that publishes',
});

export const outboxSetAside = gauge({
  name: 'outbox_set_aside_messages',
  help: 'Messages that were set aside because no broker will ever take them, and those with the same key behind them. They stay until somebody retries or drops them.',
  labels: [],
  shownBy: 'every service that publishes',
});
