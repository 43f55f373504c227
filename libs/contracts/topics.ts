import { catalog } from './catalog.js';
import { consumerGroups } from './groups.js';

/** A topic as it must exist before any client connects: topics are never auto-created. */
export interface TopicContract {
  readonly name: string;
  readonly partitions: number;
  /** Milliseconds; -1 keeps messages indefinitely. */
  readonly retentionMs: number;
  readonly holds: 'events' | 'dead letters' | 'replays';
}

/** Messages that a group gave up on, with reason, topic, partition, offset and handler in their headers. */
export const deadLetterTopic = (group: string): string => `dead-letter.${group}`;

/** Dead letters on their way back to the group that gave up on them, and to no other. */
export const replayTopic = (group: string): string => `replay.${group}`;

/** One per broker, and room for three consumers per group. An event that needs more sets it in its contract. */
const usualPartitions = 3;

/** Events are kept indefinitely: the topics are the record from which the view is rebuilt. */
export const topics: readonly TopicContract[] = [
  ...catalog.map(({ type, partitions = usualPartitions }): TopicContract => ({
    name: type,
    partitions,
    retentionMs: -1,
    holds: 'events',
  })),
  ...consumerGroups.flatMap(({ name }): TopicContract[] => [
    { name: deadLetterTopic(name), partitions: 1, retentionMs: -1, holds: 'dead letters' },
    { name: replayTopic(name), partitions: 1, retentionMs: -1, holds: 'replays' },
  ]),
];

export const topicNames: readonly string[] = topics.map(({ name }) => name);
