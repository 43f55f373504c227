import type { Broker } from '../../broker.js';
import { silentLog, type Log } from '../../log.js';
import { silentObserver, type MessagingObserver } from '../../observer.js';
import { openCluster, type Dial } from './cluster.js';
import { joinGroup } from './consumer.js';
import { openProducer } from './producer.js';
import { rewindGroup } from './offsets.js';

export interface KafkaOptions {
  /** host:port of some brokers of the cluster; the rest is discovered through them. */
  brokers: readonly string[];
  /** Shown by the brokers, and in spans. */
  clientId: string;
  observer?: MessagingObserver;
  log?: Log;
  dial?: Dial;
  /** publish() rejects after this long without an acknowledgement. Default: 20 s. */
  deliveryTimeoutMs?: number;
}

/** A Kafka cluster (or Redpanda, which speaks the same protocol) as a Broker. Opens no connection before connect(). */
export function openKafka(options: KafkaOptions): Broker {
  const { observer = silentObserver, log = silentLog } = options;
  const cluster = openCluster({ ...options, log });
  const producer = openProducer(cluster, log, { deliveryTimeoutMs: options.deliveryTimeoutMs });
  const consumptions = new Set<{ stop(): Promise<void> }>();
  return {
    connect: () => cluster.connect(),
    async publish(messages) {
      if (messages.length === 0) return;
      const { messages: outgoing, done } = observer.sending(messages);
      try {
        await producer.publish(outgoing);
        done();
      } catch (error) {
        done(error);
        throw error;
      }
    },
    async consume(wanted) {
      const consumption = joinGroup({
        ...wanted,
        cluster,
        brokers: options.brokers,
        dial: options.dial,
        observer,
        log,
      });
      consumptions.add(consumption);
      return {
        healthy: () => consumption.healthy(),
        stop: async () => {
          consumptions.delete(consumption);
          await consumption.stop();
        },
      };
    },
    rewind: (group, topics) => rewindGroup(cluster, group, topics),
    healthy: () => cluster.healthy(),
    async close() {
      await Promise.all([...consumptions].map((consumption) => consumption.stop()));
      await producer.drain();
      await cluster.close();
    },
  };
}
