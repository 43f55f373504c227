import { startTrialStack, type Driver } from '#runtime';
import { openDatabase, migrate, type Database } from '#database';
import { openKafkaAdmin, type KafkaAdmin } from '../brokers/kafka/admin.js';
import { messagingMigrations } from '../tables.js';

/** Three brokers and a database server, initially empty, for the tests of one file. */
export interface TrialCluster {
  brokers: string[];
  admin: KafkaAdmin;
  driver: Driver;
  /** An empty database with the tables of messaging. Closed by stop(). */
  database(service: 'order' | 'member' | 'coupon' | 'review'): Promise<Database>;
  /** Creates topics with three partitions, makes the names unique, and returns them. */
  topics(count: number): Promise<string[]>;
  stop(): Promise<void>;
}

/** For starting three JVMs and a database on a busy machine. */
export const startLimitMs = 300_000;

/**
 * Starts a cluster before the tests of a file and stops it after them, even if starting took too long.
 * @returns the cluster, for use inside tests
 */
export function useTrialCluster(name: string): () => TrialCluster {
  let starting: Promise<TrialCluster> | undefined;
  let cluster: TrialCluster | undefined;
  beforeAll(async () => {
    cluster = await (starting = startTrialCluster(name));
  }, startLimitMs);
  afterAll(async () => {
    await (await starting?.catch(() => undefined))?.stop();
  }, startLimitMs);
  return () => cluster!;
}

export async function startTrialCluster(name: string): Promise<TrialCluster> {
  const stack = await startTrialStack({ root: process.cwd(), name, backendsOnly: true });
  const { driver } = stack;
  const brokers = ['kafka-1', 'kafka-2', 'kafka-3'].map((part) => driver.address(part));
  const admin = openKafkaAdmin({ brokers, clientId: `trial-${name}` });
  const databases: Database[] = [];
  let topicsMade = 0;
  await admin.connect();
  return {
    brokers,
    admin,
    driver,
    async database(service) {
      const url = `postgres://${service}:eventstage@${driver.address('postgres')}/${service}`;
      const database = openDatabase({ url, applicationName: 'trial', maxConnections: 10 });
      databases.push(database);
      await migrate(database, messagingMigrations);
      return database;
    },
    async topics(count) {
      const names = Array.from({ length: count }, () => `trial-${++topicsMade}`);
      await admin.createTopics(
        names.map((topic) => ({ name: topic, partitions: 3, retentionMs: -1, holds: 'events' as const })),
      );
      return names;
    },
    async stop() {
      await admin.close();
      await Promise.all(databases.map((database) => database.close()));
      await stack.stop();
    },
  };
}
