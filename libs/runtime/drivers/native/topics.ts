import { topics } from '#contracts';
import { openKafkaAdmin } from '#messaging';
import { waitFor } from '../../wait.js';

const limitMs = 60_000;

/** Creates the topics that are in the contracts but not in the cluster: topics are never created by first use. */
export async function createTopics(brokers: readonly string[], signal?: AbortSignal): Promise<void> {
  const admin = openKafkaAdmin({ brokers, clientId: 'eventstage-runtime' });
  try {
    // A broker listens a moment before it joins, and a topic created too early would permanently have fewer replicas.
    await waitFor({ what: `${brokers.length} brokers to join`, limitMs, signal, everyMs: 200 }, async () => {
      const there = await admin.describeCluster();
      return there.brokers.length >= brokers.length;
    });
    await waitFor({ what: 'the cluster to accept topics', limitMs, signal, everyMs: 200 }, async () => {
      await admin.createTopics(topics);
      return true;
    });
  } finally {
    await admin.close();
  }
}
