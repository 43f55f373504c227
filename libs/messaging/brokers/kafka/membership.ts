import type { Consumer, EachBatchPayload, OffsetsByTopicPartition } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ConsumeOptions, ReceivedMessage } from '../../broker.js';
import type { Log } from '../../log.js';
import type { MessagingObserver } from '../../observer.js';
import type { KafkaCluster } from './cluster.js';
import { openCommits } from './commits.js';
import { toReceived } from './message.js';
import { openStarts } from './starts.js';

/** Pause before redelivery after onBatch threw: doubles, per partition. */
const firstPauseMs = 100;
const longestPauseMs = 5_000;

export interface MembershipOptions extends Pick<ConsumeOptions, 'group' | 'maxBatch' | 'onBatch' | 'onPosition'> {
  /** Where the group stands. */
  cluster: Pick<KafkaCluster, 'coordinatorOf' | 'offsets' | 'refresh'>;
  observer: MessagingObserver;
  log: Log;
}

/** The parts of kafkajs' payload that are used. */
export interface Handed extends Pick<
  EachBatchPayload,
  'isStale' | 'heartbeat' | 'resolveOffset' | 'commitOffsetsIfNecessary'
> {
  batch: Pick<EachBatchPayload['batch'], 'topic' | 'partition' | 'messages' | 'lastOffset'>;
}

export interface Membership {
  eachBatch: (payload: Handed) => Promise<void>;
  /** The group has agreed on an assignment. */
  joined: (assignment: Record<string, number[]>) => void;
  /** Nothing through this offset was a message. */
  passed: (topic: string, partition: number, offset: string) => void;
  /** The group's position does not exist in the partition: kafkajs continues at the first existing message. */
  lostPlace: (topic: string, partition: number) => void;
  letGo: () => void;
  /** The seat is still ours after all: handle messages again. */
  goOn: () => void;
  /** Finishes and commits the current batch. */
  finish: () => Promise<void>;
}

/** What one kafkajs consumer does between joining and leaving: delivers batches, commits, sends heartbeats. */
export function openMembership(
  options: MembershipOptions,
  consumer: Pick<Consumer, 'pause' | 'resume' | 'commitOffsets'>,
  heartbeatMs: number,
  crashed: (error: unknown) => void,
): Membership {
  const { group, cluster, onBatch, observer, log, maxBatch = 500 } = options;
  /** Replaced at each join, so that work of an earlier assignment can detect it. */
  let stopping = new AbortController();
  let finished = false;
  let startsCommitted: Promise<void> = Promise.resolve();
  const failures = new Map<string, number>();
  let assigned: Record<string, number[]> = {};
  const inHand = new Set<Promise<void>>();
  const starts = openStarts({
    ...{ cluster, group, log },
    commit: async (places) => {
      if (!finished) await consumer.commitOffsets(places);
    },
    onMissed: (topic, messages) => observer.missed(group, topic, messages),
  });
  const commits = openCommits(log, { onCommitted: (last) => observer.committed(group, last), onStuck: crashed });

  const handle = async (payload: Handed): Promise<void> => {
    const { topic, partition } = payload.batch;
    const term = stopping;
    await keepingSeat(payload, () => startsCommitted);
    const messages = payload.batch.messages.map((raw) => toReceived(topic, partition, raw));
    if (messages.length > 0) observer.received(group, messages);
    let at = 0;
    while (at < messages.length && !finished && !term.signal.aborted && !payload.isStale()) {
      const chunk = messages.slice(at, at + maxBatch);
      let done = 0;
      await keepingSeat(payload, async () => void (done = await attempt(chunk, topic, partition)));
      // After a rejoin the partition may belong to another member, which our commit would set back.
      if (done === 0 || stopping !== term) return;
      const last = chunk[done - 1]!;
      at += done;
      // The offset after the last message may be a transaction marker, which is then done too.
      const offset = at === messages.length ? payload.batch.lastOffset() : last.offset;
      doneWith({ ...last, offset }, (offsets) => payload.commitOffsetsIfNecessary(offsets));
      payload.resolveOffset(last.offset);
    }
  };

  const doneWith = (last: ReceivedMessage, commit: EachBatchPayload['commitOffsetsIfNecessary']) => {
    const { topic, partition, offset } = last;
    const next = String(BigInt(offset) + 1n);
    starts.handled(topic, partition, next);
    commits.done(last, commit);
    options.onPosition?.({ topic, partition, offset: next });
  };

  /** @returns how many messages are done; none after a failure, which also pauses the partition */
  const attempt = async (chunk: Parameters<typeof onBatch>[0], topic: string, partition: number): Promise<number> => {
    const name = `${topic}/${partition}`;
    const { signal } = stopping;
    try {
      const done = (await onBatch(chunk, signal)) ?? chunk.length;
      if (done > 0) failures.delete(name);
      return done;
    } catch (error) {
      if (signal.aborted) return 0;
      const count = (failures.get(name) ?? 0) + 1;
      failures.set(name, count);
      const pauseMs = Math.min(firstPauseMs * 2 ** (count - 1), longestPauseMs);
      const about = { err: error, group, topic, partition, offset: chunk[0]?.offset, pauseMs };
      log[count === 1 ? 'warn' : 'debug'](about, 'messages could not be handled now; they come again');
      consumer.pause([{ topic, partitions: [partition] }]);
      setTimeout(() => resume(topic, partition), pauseMs).unref();
      return 0;
    }
  };
  const resume = (topic: string, partition: number) => {
    if (finished) return;
    try {
      consumer.resume([{ topic, partitions: [partition] }]);
    } catch (error) {
      // Crashed meanwhile: its replacement starts with nothing paused.
      log.debug({ err: error }, 'a partition could not be resumed');
    }
  };

  /**
   * Sends heartbeats while `work` runs. If the group rebalances, `stopping` is aborted; kafkajs finds out on its own.
   */
  const keepingSeat = async (payload: Handed, work: () => Promise<void>): Promise<void> => {
    const term = stopping;
    const beat = () => {
      payload.heartbeat().catch((error: Error) => {
        log.debug({ err: error, group }, 'the group moves on');
        term.abort();
      });
    };
    const timer = setInterval(beat, heartbeatMs);
    try {
      await work();
    } finally {
      clearInterval(timer);
    }
  };

  return {
    async eachBatch(payload) {
      const handling = handle(payload);
      const settled = handling.catch(() => {});
      inHand.add(settled);
      try {
        await handling;
      } finally {
        inHand.delete(settled);
      }
    },
    joined(assignment) {
      stopping.abort();
      stopping = new AbortController();
      commits.forget();
      starts.forget();
      assigned = assignment;
      startsCommitted = starts.commitAll(assigned, stopping.signal);
    },
    passed(topic, partition, offset) {
      if (finished || stopping.signal.aborted) return;
      const nothing: ReceivedMessage = {
        ...{ topic, partition, offset, key: null, value: null, headers: {}, timestampMs: 0 },
      };
      doneWith(nothing, (offsets) => consumer.commitOffsets(placesOf(offsets)));
    },
    lostPlace: (topic, partition) => void starts.lost(topic, partition, stopping.signal),
    letGo: () => stopping.abort(),
    goOn() {
      if (!stopping.signal.aborted || finished) return;
      stopping = new AbortController();
      void starts.commitAll(assigned, stopping.signal);
    },
    async finish() {
      finished = true;
      stopping.abort();
      const ended = Promise.all(inHand).then(() => commits.close());
      await Promise.race([ended, pause(10_000, undefined, { ref: false })]);
    },
  };
}

const placesOf = (offsets?: OffsetsByTopicPartition) =>
  (offsets?.topics ?? []).flatMap(({ topic, partitions }) => partitions.map((place) => ({ topic, ...place })));
