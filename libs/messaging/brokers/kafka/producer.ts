import { Partitioners, type Message, type PartitionMetadata } from 'kafkajs';
import type { BrokerConnection } from 'kafkajs/src/cluster/index.js';
import type { OutgoingMessage } from '../../broker.js';
import { BrokerUnavailable, NeverTaken, NotAllStored } from '../../errors.js';
import type { Log } from '../../log.js';
import type { KafkaCluster } from './cluster.js';
import { Lane, sizeOf, type Entry, type ProducerIdentity } from './lane.js';
import { toPublisher } from './replies.js';

export interface KafkaProducer {
  /** Same as Broker.publish. Waits while the buffer is full. */
  publish(messages: readonly OutgoingMessage[]): Promise<void>;
  /** Resolves when everything accepted is confirmed or refused; accepts nothing more. */
  drain(): Promise<void>;
}

export interface ProducerLimits {
  /** The largest number of buffered messages; publish() waits beyond that. */
  bufferedMessages?: number;
  /** publish() rejects after this long without an acknowledgement: the caller decides what to do about an outage. */
  deliveryTimeoutMs?: number;
}

/**
 * Publishes without loss or duplicates when a broker dies: the batches of a partition are sent one at a time, numbered
 * (an idempotent producer), and resent unchanged until all in-sync replicas acknowledge. While a request is in flight
 * the next one collects messages, so many small publish() calls cost few requests.
 *
 * kafkajs' own producer.send() is not used: it keys the responses of a request by broker, so when a partition moves to
 * a broker that has already responded, its messages are dropped although the promise resolves.
 */
export function openProducer(cluster: KafkaCluster, log: Log, limits: ProducerLimits = {}): KafkaProducer {
  const { bufferedMessages = 50_000, deliveryTimeoutMs = 20_000 } = limits;
  const choosePartition = Partitioners.DefaultPartitioner();
  const lanes = new Map<string, Lane>();
  const partitions = new Map<string, PartitionMetadata[]>();
  const searches = new Map<string, Promise<PartitionMetadata[]>>();
  const busyLeaders = new Set<number>();
  let identity: ProducerIdentity | undefined;
  let introduction: Promise<ProducerIdentity> | undefined;
  let buffered = 0;
  let closing = false;
  let scheduled = false;
  let troubles = 0;
  const waitingForRoom: (() => void)[] = [];

  const pumpSoon = () => {
    if (scheduled) return;
    scheduled = true;
    setImmediate(() => {
      scheduled = false;
      pump();
    });
  };

  /** Starts a request to every leader that has messages waiting and no request in flight. */
  const pump = () => {
    const byLeader = new Map<number, Lane[]>();
    const leaderless: Lane[] = [];
    for (const lane of lanes.values()) {
      if (lane.isIdle() || lane.isSending) continue;
      const leader = cluster.leaderOf(lane.topic, lane.partition);
      if (leader === undefined) leaderless.push(lane);
      else if (!busyLeaders.has(leader)) byLeader.set(leader, [...(byLeader.get(leader) ?? []), lane]);
    }
    for (const [leader, waiting] of byLeader) void send(leader, waiting);
    if (leaderless.length > 0 && !busyLeaders.has(-1)) {
      void send(-1, leaderless);
    }
  };

  const send = async (leader: number, waiting: Lane[]) => {
    busyLeaders.add(leader);
    for (const lane of waiting) lane.isSending = true;
    let sent: Lane[] = waiting;
    try {
      if (leader < 0) throw new BrokerUnavailable('no broker leads the partition now');
      const broker = await cluster.node(leader);
      sent = chooseLanes(waiting, identity ?? (await introduce(broker)));
      await broker.produce({
        acks: -1,
        timeout: 4_000,
        ...sent[0]!.batch!.identity,
        topicData: sent.map((lane) => lane.topicData()),
      });
      if (troubles > 0) log.info({ broker: leader }, 'publishing has resumed');
      troubles = 0;
      for (const lane of sent) settle(lane.confirmed().map((entry) => ({ entry })));
    } catch (error) {
      await failed(sent, error);
    } finally {
      for (const lane of waiting) lane.isSending = false;
      busyLeaders.delete(leader);
      pumpSoon();
    }
  };

  /**
   * Requests to two brokers may start at the same moment: both must get the same object. Two objects with one producer
   * id would each number their messages from 0, and the brokers would drop the second ones as duplicates.
   */
  const introduce = async (broker: BrokerConnection): Promise<ProducerIdentity> => {
    introduction ??= broker
      .initProducerId({ transactionTimeout: 60_000 })
      .then(({ producerId, producerEpoch }) => (identity = { producerId, producerEpoch }))
      .finally(() => (introduction = undefined));
    return introduction;
  };

  /** One request carries one identity; a lane that must go alone (see Lane.failed) goes alone. */
  const chooseLanes = (waiting: Lane[], current: ProducerIdentity): Lane[] => {
    for (const lane of waiting) lane.prepare(current);
    const alone = waiting.find((lane) => lane.batch?.alone);
    if (alone) return [alone];
    return waiting.filter((lane) => lane.batch?.identity === waiting[0]?.batch?.identity);
  };

  const failed = async (sent: Lane[], error: unknown) => {
    if (troubles++ === 0) log.warn({ err: error }, 'a broker did not confirm; publishing again until it does');
    for (const lane of sent) {
      const { confirmed = [], refused = [], spentIdentity } = lane.failed(error, sent.length === 1, deliveryTimeoutMs);
      if (spentIdentity && spentIdentity === identity) identity = undefined;
      settle(confirmed.map((entry) => ({ entry })));
      settle(refused);
      // Its topic was deleted, or recreated with fewer partitions.
      if (refused.length > 0 && cluster.leaderOf(lane.topic, lane.partition) === undefined)
        partitions.delete(lane.topic);
    }
    // Waits for the metadata, a little longer each time: an election takes seconds, not milliseconds.
    await cluster.refresh(error);
    await new Promise((resolve) => setTimeout(resolve, Math.min(50 * 2 ** Math.min(troubles, 5), 1_000)));
  };

  const settle = (settled: { entry: Entry; error?: Error }[]) => {
    buffered -= settled.length;
    for (const { entry, error } of settled) entry.call.settled(entry.place, error);
    while (buffered < bufferedMessages && waitingForRoom.length > 0) waitingForRoom.shift()!();
  };

  const laneOf = (topic: string, partition: number): Lane => {
    const name = `${topic}/${partition}`;
    let lane = lanes.get(name);
    if (!lane) lanes.set(name, (lane = new Lane(topic, partition)));
    return lane;
  };

  /** The partition count is read once, so that a key stays in its partition. Waiting callers continue in order. */
  const findPartitions = (topic: string): Promise<PartitionMetadata[]> => {
    let search = searches.get(topic);
    if (!search) {
      search = searchPartitions(cluster, topic, deliveryTimeoutMs).finally(() => searches.delete(topic));
      searches.set(topic, search);
    }
    return search;
  };

  const enqueue = (messages: readonly [place: number, message: OutgoingMessage][], call: Entry['call']) => {
    buffered += messages.length;
    const since = performance.now();
    for (const [place, { topic, key, value, headers }] of messages) {
      const message: Message = { key, value, headers };
      const partition = choosePartition({ topic, partitionMetadata: partitions.get(topic)!, message });
      laneOf(topic, partition).add({ message, since, call, place });
    }
    pumpSoon();
  };

  return {
    async publish(messages) {
      if (closing) throw new BrokerUnavailable('the producer is closing');
      const unstored = new Map<number, Error>();
      const unreachable = new Map<string, Error>();
      for (const topic of new Set(messages.map((message) => message.topic))) {
        if (partitions.has(topic)) continue;
        await findPartitions(topic).then(
          (found) => partitions.set(topic, found),
          (error: Error) => unreachable.set(topic, error),
        );
      }
      const sendable = [...messages.entries()].filter(([place, { topic, key, value, headers }]) => {
        const error = unreachable.get(topic) ?? refusal({ key, value, headers });
        if (error) unstored.set(place, error);
        return !error;
      });
      if (sendable.length > 0) {
        await new Promise<void>((resolve) => {
          let left = sendable.length;
          const settled = (place: number, error?: Error) => {
            if (error) unstored.set(place, error);
            if (--left === 0) resolve();
          };
          const enter = () => enqueue(sendable, { settled });
          if (buffered >= bufferedMessages || waitingForRoom.length > 0) waitingForRoom.push(enter);
          else enter();
        });
      }
      if (unstored.size > 0) throw new NotAllStored(unstored);
    },
    async drain() {
      closing = true;
      while (buffered > 0 || waitingForRoom.length > 0) await new Promise((resolve) => setTimeout(resolve, 10));
    },
  };
}

/** For a larger request, a broker closes the connection without an error. */
const largestRequestBytes = 50 * 1024 * 1024;

function refusal(message: Message): NeverTaken | undefined {
  const bytes = sizeOf(message);
  return bytes > largestRequestBytes
    ? new NeverTaken(`it has ${bytes} bytes, more than a request may have`)
    : undefined;
}

async function searchPartitions(cluster: KafkaCluster, topic: string, limitMs: number): Promise<PartitionMetadata[]> {
  const giveUpAt = performance.now() + limitMs;
  for (;;) {
    try {
      return await cluster.partitionsOf(topic);
    } catch (error) {
      if (toPublisher(error) === 'never') throw new NeverTaken((error as Error).message, error);
      if (performance.now() > giveUpAt) throw new BrokerUnavailable(`topic ${topic} cannot be reached`, error);
      await cluster.refresh(error);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}
