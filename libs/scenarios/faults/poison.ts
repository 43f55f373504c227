import { randomUUID } from 'node:crypto';
import { catalog, consumerGroups } from '#contracts';
import type { Fault } from './fault.js';

const keyPrefix = 'poison-';

/** The first event type that the service consumes. Every other consumer of it gets the message too. */
const typeFor = (part: string): string => consumerGroups.find(({ name }) => name === part)?.reactsTo[0] ?? '';

/** A valid event except for its data, which is not JSON: no attempt can succeed. */
function poisonOf(type: string) {
  const { version } = catalog.find((event) => event.type === type) ?? { version: 1 };
  return {
    ...{ topic: type, key: `${keyPrefix}${randomUUID()}`, value: 'this is no JSON' },
    headers: {
      ...{ ce_specversion: '1.0', ce_type: type, ce_dataversion: String(version), ce_source: '/eventstage/fault' },
      ...{ ce_id: randomUUID(), ce_time: new Date().toISOString() },
    },
  };
}

export const poison: Fault = {
  name: 'poison',
  describes:
    'publishes messages that nobody can handle to a topic that the service consumes; its other consumers get them too',
  kinds: ['service'],
  parts: consumerGroups.map(({ name }) => name),
  passes: true,
  parameters: {
    // Each has its own key, so that several partitions get one.
    messages: { describes: 'how many', kind: 'count', usual: '6', atLeast: '1', atMost: '100' },
  },
  evidence: {
    says: 'the service has given up on one: there is a new dead letter',
    look: async ({ brokers }, { name }, sinceMs) => {
      const letters = await brokers.deadLettersOf(name);
      const given = letters.filter(({ key, time }) => key?.startsWith(keyPrefix) && Date.parse(time) >= sinceMs);
      return given.length > 0
        ? `dead letters of ${name} since: ${given.length}, the first from ${given[0]?.topic}`
        : null;
    },
  },
  apply: async ({ brokers }, part, { amounts }) => {
    const messages = Array.from({ length: amounts['messages'] as number }, () => poisonOf(typeFor(part)));
    await brokers.publish(messages);
  },
  undo: async () => {},
};
