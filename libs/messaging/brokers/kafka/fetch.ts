import { setTimeout as pause } from 'node:timers/promises';
import type { ReceivedMessage } from '../../broker.js';
import { fetchFrom, type PartitionOffset } from './answers.js';
import { batchesOf, readableFrom, recordsOf, type RecordBatch } from './batches.js';
import type { KafkaCluster } from './cluster.js';
import { toReceived } from './message.js';

const pieceBytes = 1024 * 1024;
/** How often to retry when the leader has moved or is down. */
const failuresAllowed = 50;
const afterFailureMs = 200;

/**
 * Every committed message of a partition between two offsets, oldest first, read without joining a group. Offsets
 * without a message (gaps from compaction, transaction markers, aborted records) are skipped. An undecodable batch is
 * returned as one message that says so.
 */
export async function* readPartition(
  cluster: KafkaCluster,
  place: PartitionOffset,
  end: string,
): AsyncIterable<ReceivedMessage> {
  for await (const batch of batchesBetween(cluster, place, end)) {
    for (const raw of await recordsOf(batch).catch((error: Error) => [standIn(batch, error)])) {
      const message = toReceived(place.topic, place.partition, raw);
      if (Number(message.offset) >= Number(place.offset) && Number(message.offset) < Number(end)) yield message;
    }
  }
}

const standIn = ({ firstOffset, lastOffset, written }: RecordBatch, error: Error) => ({
  ...{ offset: String(lastOffset), timestamp: String(written.timestampMs), key: null, value: null },
  undecodable: { firstOffset: String(firstOffset), reason: error.message },
});

/** True if readPartition would return a message. */
export async function hasMessage(cluster: KafkaCluster, place: PartitionOffset, end: string): Promise<boolean> {
  for await (const batch of batchesBetween(cluster, place, end)) {
    if ((await readableFrom(batch, Number(place.offset))) > 0) return true;
  }
  return false;
}

/** The batches that hold something for a reader. */
async function* batchesBetween(
  cluster: KafkaCluster,
  { topic, partition, offset }: PartitionOffset,
  end: string,
): AsyncIterable<RecordBatch> {
  let next = Number(offset);
  let failures = 0;
  while (next < Number(end)) {
    let batches: RecordBatch[] = [];
    try {
      const piece = await fetchPiece(cluster, { topic, partition, offset: String(next) });
      batches = piece.batches;
      // If asked for one partition, a leader sends what it has. It has nothing, so the rest is gone.
      if (batches.length === 0 && next < piece.stableEnd) return;
      if (batches.length === 0) throw new Error(`nothing is at ${next} yet`);
      failures = 0;
    } catch (error) {
      if (++failures > failuresAllowed) {
        throw new Error(`${topic}/${partition} cannot be read at ${next}`, { cause: error });
      }
      await cluster.refresh(error);
      await pause(afterFailureMs);
    }
    for (const batch of batches) {
      if (!batch.isHidden && batch.lastOffset >= next && batch.firstOffset < Number(end)) yield batch;
      next = Math.max(next, batch.lastOffset + 1);
    }
  }
}

async function fetchPiece(cluster: KafkaCluster, place: PartitionOffset) {
  const { topic, partition } = place;
  await cluster.partitionsOf(topic);
  const leader = cluster.leaderOf(topic, partition);
  if (leader === undefined) throw new Error(`no broker leads ${topic}/${partition} now`);
  const [answer] = await fetchFrom(await cluster.node(leader), [place], pieceBytes);
  if (!answer || answer.errorCode !== 0) throw new Error(`${topic}/${partition}: error ${answer?.errorCode}`);
  return { stableEnd: answer.stableEnd, batches: [...batchesOf(answer)] };
}
