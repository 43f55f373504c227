/**
 * THE CENTRE. What the services say to each other: every event with its schema, version and owner, and the topic it
 * travels on; and in operations/ what they say to those who operate them. Nothing else. Imports nothing of ours. A service
 * may depend on this library and never on another service.
 */
export { defineEvent, parseEvent, MalformedEvent, type Event, type EventContract, type EventData } from './event.js';
export { topics, topicNames, deadLetterTopic, replayTopic, type TopicContract } from './topics.js';
export { catalog } from './catalog.js';
export { consumerGroups, type ConsumerGroup } from './groups.js';
export * from './events/index.js';
export { checker, type Checked, type FieldError } from './check.js';
export * from './operations/index.js';
export { clockSkewMs, isCredibleTime } from './credible-time.js';
