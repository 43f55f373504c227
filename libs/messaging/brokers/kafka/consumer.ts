import { Kafka, type Consumer } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConsumeOptions, Consumption } from '../../broker.js';
import { ownAssigner } from './assigner.js';
import { clearBrokenGroup } from './broken-group.js';
import { hearingLostPlaces, kafkaLogLevel, quietly } from './log.js';
import { socketFactory, type Dial, type KafkaCluster } from './cluster.js';
import { openMembership, type Membership, type MembershipOptions } from './membership.js';
import { isFailureOfBroker, toMember } from './replies.js';

export interface JoinOptions extends MembershipOptions, ConsumeOptions {
  /** For everything but consuming: which topics exist, and where the group stands. */
  cluster: KafkaCluster;
  brokers: readonly string[];
  dial?: Dial | undefined;
}

/** Brokers remove a member that is silent this long, and its partitions go to others. */
const sessionTimeoutMs = 6_000;
/** A third of it, as Kafka's documentation recommends. */
const heartbeatMs = 2_000;
/**
 * How long a broker holds a fetch while there is nothing new. An idle member heartbeats after each fetch, so this is
 * also how late it notices a rebalance, and how long a stop waits for the fetch.
 */
const idleFetchMs = 2_000;
/** kafkajs can wait indefinitely for a coordinator that moved; a member without a response for this long rejoins. */
const silentSecondsAllowed = { asMember: 12, whileJoining: 45 };
const rejoinPauseMs = 1_000;
/** Before another attempt when an operator has to fix something first. */
const refusedPauseMs = 5_000;
/** This many consecutive joins on which the broker itself failed are no hiccup: the group is broken. */
const failuresOfBroker = 3;

/**
 * A member of a consumer group that does not give up: if kafkajs crashes or stalls, its consumer is discarded and a new
 * one joins. Uncommitted messages are delivered again.
 */
export function joinGroup(options: JoinOptions): Consumption {
  const { group, log } = options;
  const stopped = Promise.withResolvers<'stopped'>();
  let isStopped = false;
  let isMember = false;
  let silentSeconds = 0;

  const watch = (crashed: (error: unknown) => void) =>
    setInterval(() => {
      const allowed = isMember ? silentSecondsAllowed.asMember : silentSecondsAllowed.whileJoining;
      if (++silentSeconds > allowed) crashed(new Error('the brokers do not respond'));
    }, 1_000);

  /** One kafkajs consumer, from joining to leaving. @throws the reason it ended, unless it was stopped */
  const live = async () => {
    await assertTopics(options);
    const consumer = openConsumer(options, (topic, partition) => membership.lostPlace(topic, partition));
    const crashed = Promise.withResolvers<'stopped'>();
    const membership: Membership = openMembership(options, consumer, heartbeatMs, crashed.reject);
    silentSeconds = 0;
    listen(consumer, membership, crashed.reject);
    const watching = watch(crashed.reject);
    const running = run(consumer, options, membership);
    running.catch(crashed.reject);
    try {
      await Promise.race([crashed.promise, stopped.promise]);
    } finally {
      clearInterval(watching);
      isMember = false;
      await membership.finish();
      // A join in progress cannot be cancelled: kafkajs leaves as soon as it has joined.
      const left = running.catch(() => {}).then(() => consumer.disconnect().catch(() => {}));
      // A consumer waiting for a frozen broker takes long to disconnect; do not wait for that.
      await Promise.race([left, pause(3_000)]);
    }
  };

  const listen = (consumer: Consumer, membership: Membership, crashed: (error: unknown) => void) => {
    const { events } = consumer;
    const hear = () => void (silentSeconds = 0);
    consumer.on(events.HEARTBEAT, () => {
      hear();
      if (isMember) return;
      // kafkajs also emits REBALANCING when only the coordinator moved. If its attempt to join then fails, it stays the
      // member it was and no GROUP_JOIN follows: the seat that the coordinator just confirmed is still ours.
      isMember = true;
      membership.goOn();
    });
    // While it joins, fetches say nothing about its membership.
    consumer.on(events.FETCH, () => isMember && hear());
    // Also emitted for batches that hold no message, which eachBatch never sees.
    consumer.on(events.END_BATCH_PROCESS, ({ payload: { batchSize, topic, partition, lastOffset } }) => {
      if (batchSize === 0) membership.passed(topic, partition, lastOffset);
    });
    consumer.on(events.CRASH, ({ payload }) => crashed(payload.error));
    consumer.on(events.REBALANCING, () => {
      isMember = false;
      membership.letGo();
    });
    consumer.on(events.GROUP_JOIN, ({ payload }) => {
      hear();
      membership.joined(payload.memberAssignment);
      isMember = true;
    });
  };

  let failedInARow = 0;
  /** @param error why the member is not in its group */
  const mendGroup = async (error: unknown) => {
    failedInARow = isFailureOfBroker(error) ? failedInARow + 1 : 0;
    if (failedInARow < failuresOfBroker) return;
    failedInARow = 0;
    try {
      const removed = await clearBrokenGroup(options.cluster, group);
      if (removed > 0) log.error({ group, removed }, 'the group was broken by a member; all members were removed');
    } catch (failed) {
      log.debug({ err: failed, group }, 'the group could not be inspected');
      await options.cluster.refresh(failed);
    }
  };

  const living = (async () => {
    while (!isStopped) {
      try {
        await live();
      } catch (error) {
        await mendGroup(error);
        const passes = toMember(error) === 'again';
        if (passes) log.warn({ err: error, group }, 'the consumer is not in its group; joining again');
        else log.error({ err: error, group }, 'the brokers refuse to let the consumer join its group; still trying');
        await Promise.race([pause(passes ? rejoinPauseMs : refusedPauseMs), stopped.promise]);
      }
    }
  })();

  return {
    healthy: () => isMember && silentSeconds < silentSecondsAllowed.asMember,
    async stop() {
      isStopped = true;
      stopped.resolve('stopped');
      await living;
    },
  };
}

function openConsumer(
  { clientId, brokers, group, log, dial }: JoinOptions,
  lostPlace: (topic: string, partition: number) => void,
): Consumer {
  const kafka = new Kafka({
    ...{
      clientId,
      brokers: [...brokers],
      socketFactory: socketFactory(dial),
      connectionTimeout: 1_000,
      requestTimeout: 6_000,
    },
    ...{ logLevel: kafkaLogLevel, logCreator: hearingLostPlaces(quietly(log), lostPlace) },
  });
  return kafka.consumer({
    ...{ groupId: group, sessionTimeout: sessionTimeoutMs, heartbeatInterval: heartbeatMs },
    rebalanceTimeout: 15_000,
    partitionAssigners: [ownAssigner],
    maxWaitTimeInMs: idleFetchMs,
    metadataMaxAge: 5_000,
    allowAutoTopicCreation: false,
    // Our own retry: by default kafkajs tries five times and crashes in any outage.
    retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 200, restartOnFailure: async () => false },
  });
}

async function run(consumer: Consumer, { topics }: JoinOptions, membership: Membership): Promise<void> {
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await consumer.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: membership.eachBatch });
}

/** kafkajs would end its consumer if a topic does not exist yet. */
async function assertTopics({ cluster, topics }: JoinOptions): Promise<void> {
  try {
    for (const topic of topics) await cluster.partitionsOf(topic);
  } catch (error) {
    await cluster.refresh(error);
    throw error;
  }
}
