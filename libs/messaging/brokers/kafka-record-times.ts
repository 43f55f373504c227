import type { KafkaCluster } from './kafka-cluster.js';
import { fetchAt } from './kafka-fetch.js';
import type { PartitionOffset } from './kafka-offsets.js';

type RecordTime = PartitionOffset & { timestampMs: number };

/**
 * When records were produced, by offset. Brokers send whole batches, so what a batch says about the offsets after the
 * asked one is kept: a consumer that is working its way through it is not read again each second, and one that stands
 * still is read once.
 */
export function recordTimes(cluster: KafkaCluster): (places: readonly PartitionOffset[]) => Promise<RecordTime[]> {
  /** Of each partition the last batch read: its offsets, rising, and their times. */
  const known = new Map<string, { offset: number; timestampMs: number }[]>();

  const lookUp = (place: PartitionOffset): RecordTime | undefined => {
    const records = known.get(`${place.topic}/${place.partition}`);
    const wanted = Number(place.offset);
    if (!records?.length || wanted < records[0]!.offset) return undefined;
    const record = records.find(({ offset }) => offset >= wanted);
    return record && { ...place, timestampMs: record.timestampMs };
  };

  return async (places) => {
    const unknown = places.filter((place) => !lookUp(place));
    for (const messages of await fetchAt(cluster, unknown, 1)) {
      const first = messages[0];
      if (!first) continue;
      const asked = unknown.find((at) => at.topic === first.topic && at.partition === first.partition)!;
      known.set(`${first.topic}/${first.partition}`, [
        // The asked offset may name a record that is gone; the first one after it stands for it.
        { offset: Number(asked.offset), timestampMs: first.timestampMs },
        ...messages.map(({ offset, timestampMs }) => ({ offset: Number(offset), timestampMs })),
      ]);
    }
    return places.flatMap((place) => lookUp(place) ?? []);
  };
}
