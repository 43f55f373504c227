import { topics } from '#contracts';
import type { KafkaAdmin } from '#messaging';
import { metrics } from '#telemetry';

export interface RemakeOptions {
  admin: Pick<KafkaAdmin, 'createTopics'>;
  log: { warn(about: object, message: string): void };
}

/**
 * Recreates topics of this platform that were deleted, one attempt at a time. All of them exist before any service
 * starts, so a missing one was deleted. Its messages are lost, and its producers and consumers are waiting.
 * @returns a function that starts an attempt unless one is in progress, and resolves when that has ended; never rejects
 */
export function remakeTopics({
  admin,
  log,
}: RemakeOptions): (missing: readonly string[], brokers: number) => Promise<void> {
  let attempt: Promise<void> | undefined;

  const remake = async (missing: readonly string[], brokers: number) => {
    try {
      const contracts = topics.filter(({ name }) => missing.includes(name));
      const made = await admin.createTopics(contracts, brokers);
      for (const topic of made) metrics.topicRecreated.set({ topic }, Date.now() / 1_000);
      if (made.length > 0)
        log.warn({ topics: made }, 'topics had been deleted and were recreated: their messages are lost');
    } catch (error) {
      log.warn({ err: error, topics: missing }, 'topics have been deleted and cannot be recreated now');
    }
  };

  return (missing, brokers) => (attempt ??= remake(missing, brokers).finally(() => (attempt = undefined)));
}
