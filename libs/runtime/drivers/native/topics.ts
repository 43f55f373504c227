import { topics } from '#contracts';
import { openKafkaAdmin } from '#messaging';
import { waitFor } from '../../wait.js';

const limitMs = 60_000;

/** Makes the topics that the contracts name and the cluster lacks: nothing may ever be created by first use. */
export async function createTopics(brokers: readonly string[], signal?: AbortSignal): Promise<void> {
  const admin = openKafkaAdmin({ brokers, clientId: 'eventstage-runtime' });
  try {
    // A broker listens a moment before it is counted, and a topic made too early would have fewer copies for ever.
    await waitFor({ what: `${brokers.length} brokers to join`, limitMs, signal, everyMs: 200 }, async () => {
      const there = await admin.describeCluster();
      return there.brokers.length >= brokers.length;
    });
    await waitFor({ what: 'the cluster to take topics', limitMs, signal, everyMs: 200 }, async () => {
      await admin.createTopics(topics);
      return true;
    });
  } finally {
    await admin.close();
  }
}
