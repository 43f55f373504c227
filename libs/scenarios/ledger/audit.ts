import { accountOf, effectOwners, fatesOf, type AcceptedOrder, type Account, type OrderFate } from './account.js';
import { readEffects, readOrders, readOutbox, type AuditorDatabases } from './read-databases.js';

/** What the auditor reads from the brokers. */
export interface AuditedQueues {
  /** Groups whose committed offset is behind the end of a topic they read. */
  groupsBehind(): Promise<ReadonlySet<string>>;
  /** Per group, the keys of the `order.placed` messages it gave up on. */
  deadLetterKeys(): Promise<ReadonlyMap<string, ReadonlySet<string>>>;
}

export interface Audit {
  account: Account;
  fates: OrderFate[];
}

/**
 * Determines what became of accepted orders. The order of reading keeps it correct while work continues: first the
 * outbox, then the queues, then the effects. What has left the outbox is in the queue, and what has left the queue has
 * its effect, so an order in progress is seen at least once and never counted as lost.
 */
export async function audit(
  databases: AuditorDatabases,
  queues: AuditedQueues,
  accepted: readonly AcceptedOrder[],
): Promise<Audit> {
  const ids = accepted.map(({ orderId }) => orderId);
  const inOutbox = await readOutbox(databases.order);
  const behind = await queues.groupsBehind();
  const orders = await readOrders(databases.order, ids);
  const [member, coupon, review] = await Promise.all(effectOwners.map((owner) => readEffects(databases, owner, ids)));
  const facts = {
    accepted,
    orders,
    effects: { member: member ?? new Map(), coupon: coupon ?? new Map(), review: review ?? new Map() },
    inOutbox,
    behind,
  };
  const fates = fatesOf({ ...facts, deadLetters: new Map() });
  // Dead letters are read from the beginning of their topics: only if something is missing that nothing else explains.
  if (fates.every(({ fate }) => fate === 'completed' || fate === 'queued')) return { account: accountOf(fates), fates };
  const judged = fatesOf({ ...facts, deadLetters: await queues.deadLetterKeys() });
  return { account: accountOf(judged), fates: judged };
}
