/**
 * THE CENTRE: how services communicate. Every event with its schema, version, owner and topic, and in operations/ the endpoints
 * for operators. Nothing else. It imports nothing of ours. A service can depend on this library, never on another service.
 */
export {
  defineEvent,
  isEventOf,
  parseEvent,
  MalformedEvent,
  type Event,
  type EventContract,
  type EventData,
} from './event.js';
export { topics, topicNames, deadLetterTopic, replayTopic, type TopicContract } from './topics.js';
export { catalog } from './catalog.js';
export { consumerGroups, type ConsumerGroup } from './groups.js';
export * from './events/index.js';
export { checker, type Checked, type FieldError } from './check.js';
export * from './operations/index.js';
export { clockSkewMs, isCredibleTime } from './credible-time.js';
