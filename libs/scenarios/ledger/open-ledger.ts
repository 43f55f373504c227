import { consumerGroups, deadLetterTopic, orderPlaced, replayTopic } from '#contracts';
import { openKafkaAdmin, type KafkaAdmin } from '#messaging';
import type { Driver } from '#runtime';
import { effectOwners, type AcceptedOrder } from './account.js';
import { audit, type Audit, type AuditedQueues } from './audit.js';
import { auditorUrls } from './open-as-auditor.js';
import { openAuditorDatabases, readDoubledIds, readPlacedIds, readTraceId } from './read-databases.js';

/** The account of what was accepted and what became of it, read from a running stack. */
export interface Ledger {
  /** @param accepted the orders to account for. Default: every order with status placed */
  audit(accepted?: readonly AcceptedOrder[]): Promise<Audit>;
  /** Orders placed since then (milliseconds since 1970), oldest first. */
  placedIds(sinceMs: number): Promise<string[]>;
  /** Orders for which any service did its part more than once, over everything ever stored. */
  doubledIds(): Promise<string[]>;
  /** The trace in which an order was placed; null if it had none, undefined if the order does not exist. */
  traceIdOf(orderId: string): Promise<string | null | undefined>;
  close(): Promise<void>;
}

/** Where an auditor reads: the databases with a read-only role, and the brokers. */
export interface LedgerAddresses {
  databaseUrl: (database: string) => string;
  brokers: readonly string[];
}

/** Opens the ledger of a stack found through its driver. */
export async function openLedger(driver: Driver): Promise<Ledger> {
  const parts = await driver.parts();
  return openLedgerAt({
    databaseUrl: await auditorUrls(driver),
    brokers: parts.filter(({ kind }) => kind === 'broker').map(({ name }) => driver.address(name, 'kafka')),
  });
}

/** Opens the databases with a read-only role, and the brokers as an operator, never as a member of a group. */
export function openLedgerAt({ databaseUrl, brokers }: LedgerAddresses): Ledger {
  const databases = openAuditorDatabases(databaseUrl);
  const admin = openKafkaAdmin({ brokers, clientId: 'auditor' });
  return {
    audit: async (accepted) => {
      const orders = accepted ?? (await readPlacedIds(databases.order)).map((orderId) => ({ orderId }));
      return audit(databases, queuesOf(admin), orders);
    },
    placedIds: (sinceMs) => readPlacedIds(databases.order, sinceMs),
    doubledIds: () => readDoubledIds(databases),
    traceIdOf: (orderId) => readTraceId(databases.order, orderId),
    close: async () => void (await Promise.all([databases.close(), admin.close()])),
  };
}

/** Only `order.placed` leads to the effects that the ledger counts; dead letters may return as replays. */
function queuesOf(admin: KafkaAdmin): AuditedQueues {
  const groups = consumerGroups.filter(({ name }) => (effectOwners as readonly string[]).includes(name));
  return {
    groupsBehind: async () => {
      const behind = await Promise.all(
        groups.map(({ name }) => admin.isBehind(name, [orderPlaced.type, replayTopic(name)])),
      );
      return new Set(groups.filter((_group, index) => behind[index]).map(({ name }) => name));
    },
    deadLetterKeys: async () => new Map(await Promise.all(groups.map(({ name }) => deadLetterKeysOf(admin, name)))),
  };
}

async function deadLetterKeysOf(admin: KafkaAdmin, group: string): Promise<[string, ReadonlySet<string>]> {
  const keys = new Set<string>();
  for await (const { key, headers } of admin.readTopic(deadLetterTopic(group))) {
    if (key !== null && headers['dl_topic'] === orderPlaced.type) keys.add(key);
  }
  return [group, keys];
}
