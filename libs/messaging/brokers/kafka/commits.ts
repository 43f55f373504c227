import type { EachBatchPayload } from 'kafkajs';
import { setTimeout as pause } from 'node:timers/promises';
import type { ReceivedMessage } from '../../broker.js';
import type { Log } from '../../log.js';
import { restFor } from '../../rest.js';
import { byTopic } from './by-topic.js';

/**
 * Each commit is an append to three replicas; more of them per second would cost the brokers more than they are worth.
 */
const leastApartMs = 100;
const afterFailureMs = 200;
const failuresAllowed = 3;
/** The group is rebalancing: kafkajs finds out with its next heartbeat, and rejoins. */
const passing = new Set(['REBALANCE_IN_PROGRESS', 'ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID']);

type Commit = EachBatchPayload['commitOffsetsIfNecessary'];

export interface CommitsOptions {
  onCommitted: (last: ReceivedMessage) => void;
  /**
   * Called once, when commits fail again and again and only rejoining helps. Until it rejoins, kafkajs commits to the
   * coordinator it knew when it joined, even after its heartbeats have found the new one.
   */
  onStuck: (error: unknown) => void;
  /** How long to wait for an answer; kafkajs can wait indefinitely for a coordinator that moved. */
  answerLimitMs?: number;
}

export interface Commits {
  /** The message, and all before it in its partition, are handled. Returns immediately. */
  done: (last: ReceivedMessage, commit: Commit) => void;
  /**
   * Drops pending commits of an old assignment: its partitions may belong to another member by now, which they would
   * set back.
   */
  forget: () => void;
  /** Commits pending offsets now. What cannot be committed is redelivered to the next owner. */
  close: () => Promise<void>;
}

/**
 * Commits in the background, so that handling never waits for it: one commit at a time, with everything handled
 * meanwhile. A member that dies in between receives handled messages again, as after any lost commit; the inbox
 * recognises them.
 */
export function openCommits(log: Log, options: CommitsOptions): Commits {
  const { onCommitted, onStuck, answerLimitMs = 5_000 } = options;
  let waiting = new Map<string, ReceivedMessage>();
  let commit: Commit;
  let running: Promise<void> | undefined;
  let term = 0;
  let failures = 0;
  const closing = new AbortController();

  const run = async (): Promise<void> => {
    while (waiting.size > 0) {
      const begun = performance.now();
      const travelling = waiting;
      const travellingIn = term;
      waiting = new Map();
      try {
        const confirmed = commit({ topics: offsetsAfter([...travelling.values()]) });
        const silence = pause(answerLimitMs, undefined, { ref: false });
        await Promise.race([confirmed, silence.then(() => Promise.reject(new Error('no answer')))]);
        failures = 0;
        for (const last of travelling.values()) onCommitted(last);
      } catch (error) {
        log.debug({ err: error }, 'offsets could not be committed now');
        if (!passing.has((error as { type?: string }).type ?? '') && ++failures === failuresAllowed) onStuck(error);
        // Newer offsets are higher in their partition.
        if (travellingIn === term && !closing.signal.aborted) waiting = new Map([...travelling, ...waiting]);
        await restFor(afterFailureMs, closing.signal);
      }
      const restMs = Math.max(0, leastApartMs - (performance.now() - begun));
      await pause(restMs, undefined, { signal: closing.signal }).catch(() => {});
    }
    running = undefined;
  };

  return {
    done(last, using) {
      commit = using;
      waiting.set(`${last.topic}/${last.partition}`, last);
      running ??= run();
    },
    forget() {
      term += 1;
      failures = 0;
      waiting.clear();
    },
    async close() {
      closing.abort();
      await running;
    },
  };
}

function offsetsAfter(messages: readonly ReceivedMessage[]) {
  return byTopic(
    messages.map(({ topic, partition, offset }) => ({ topic, partition, offset: String(BigInt(offset) + 1n) })),
  );
}
