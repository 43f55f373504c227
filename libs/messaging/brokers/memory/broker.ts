import type { Broker, ConsumeOptions, Consumption, OutgoingMessage, ReceivedMessage } from '../../broker.js';
import { silentObserver, type MessagingObserver } from '../../observer.js';
import { setTimeout as pause } from 'node:timers/promises';

export interface MemoryBrokerOptions {
  observer?: MessagingObserver;
  partitions?: number;
}

interface Member {
  options: ConsumeOptions;
  letGo: AbortController;
  assigned: string[];
}

interface Group {
  committed: Map<string, number>;
  members: Member[];
}

const failurePauseMs = 50;

/** An in-process cluster for tests: makes the same promises as Kafka, and keeps nothing. */
export function openMemoryBroker({ observer = silentObserver, partitions = 3 }: MemoryBrokerOptions = {}): Broker {
  /** By `topic/partition`. */
  const logs = new Map<string, ReceivedMessage[]>();
  const groups = new Map<string, Group>();
  const consumptions = new Set<Consumption>();
  let wake = Promise.withResolvers<void>();
  let closed = false;
  let turn = 0;

  const placeOf = (topic: string, partition: number) => `${topic}/${partition}`;
  const logOf = (place: string) => logs.get(place) ?? [];
  const groupOf = (name: string): Group => {
    let group = groups.get(name);
    if (!group) groups.set(name, (group = { committed: new Map(), members: [] }));
    return group;
  };
  const wakeAll = () => {
    wake.resolve();
    wake = Promise.withResolvers();
  };

  const append = ({ topic, key, value, headers }: OutgoingMessage) => {
    const partition = key === null ? turn++ % partitions : hash(key) % partitions;
    const place = placeOf(topic, partition);
    const log = logOf(place);
    logs.set(place, log);
    log.push({
      ...{ topic, partition, key, headers, offset: String(log.length), timestampMs: Date.now() },
      value: typeof value === 'string' ? Buffer.from(value) : value,
    });
  };

  /** Assigns every partition to exactly one of the members that subscribe to its topic. */
  const rebalance = (group: Group) => {
    for (const member of group.members) {
      member.letGo.abort();
      member.letGo = new AbortController();
      member.assigned = [];
    }
    for (const topic of new Set(group.members.flatMap(({ options }) => options.topics))) {
      const interested = group.members.filter(({ options }) => options.topics.includes(topic));
      for (let partition = 0; partition < partitions; partition++) {
        interested[partition % interested.length]!.assigned.push(placeOf(topic, partition));
      }
    }
    wakeAll();
  };

  const handOver = async (group: Group, member: Member, place: string): Promise<void> => {
    const { group: name, onBatch, maxBatch = 500 } = member.options;
    const start = group.committed.get(place) ?? 0;
    const messages = logOf(place).slice(start, start + maxBatch);
    if (messages.length === 0) return;
    const { signal } = member.letGo;
    observer.received(name, messages);
    try {
      const done = (await onBatch(messages, signal)) ?? messages.length;
      const isStillOurs = group.members.includes(member) && member.assigned.includes(place);
      if (done === 0 || !isStillOurs) return;
      group.committed.set(place, start + done);
      const { topic, partition } = messages[0]!;
      observer.committed(name, messages[done - 1]!);
      member.options.onPosition?.({ topic, partition, offset: String(start + done) });
    } catch {
      // As promised: the same messages again after a pause.
      await pause(failurePauseMs);
    }
  };

  const live = async (group: Group, member: Member, isStopped: () => boolean) => {
    const hasWork = (place: string) => logOf(place).length > (group.committed.get(place) ?? 0);
    while (!isStopped()) {
      const woken = wake.promise;
      const places = member.assigned.filter(hasWork);
      for (const place of places) if (!isStopped()) await handOver(group, member, place);
      if (places.length === 0 && !isStopped()) await woken;
    }
  };

  return {
    connect: async () => {},
    async publish(messages) {
      if (closed) throw new Error('the broker is closed');
      const { messages: outgoing, done } = observer.sending(messages);
      await Promise.resolve();
      outgoing.forEach(append);
      wakeAll();
      done();
    },
    async consume(options) {
      const group = groupOf(options.group);
      const member: Member = { options, letGo: new AbortController(), assigned: [] };
      let stopped = false;
      group.members.push(member);
      rebalance(group);
      const living = live(group, member, () => stopped);
      const consumption: Consumption = {
        healthy: () => !stopped,
        async stop() {
          if (stopped) return living;
          stopped = true;
          member.letGo.abort();
          wakeAll();
          await living;
          group.members = group.members.filter((other) => other !== member);
          consumptions.delete(consumption);
          rebalance(group);
        },
      };
      consumptions.add(consumption);
      return consumption;
    },
    async rewind(name, topics) {
      const group = groupOf(name);
      if (group.members.length > 0) throw new Error(`${name} has members: only an empty group can be rewound`);
      return topics.flatMap((topic) =>
        Array.from({ length: partitions }, (_, partition) => {
          const place = placeOf(topic, partition);
          group.committed.delete(place);
          const messages = logOf(place).length;
          return { topic, partition, end: String(messages), messages };
        }),
      );
    },
    healthy: () => !closed,
    async close() {
      await Promise.all([...consumptions].map((consumption) => consumption.stop()));
      closed = true;
    },
  };
}

function hash(key: string): number {
  let value = 0;
  for (const character of key) value = (value * 31 + character.codePointAt(0)!) >>> 0;
  return value;
}
