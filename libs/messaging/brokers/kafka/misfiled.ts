interface Address {
  host: string;
  port: number;
}

/** kafkajs' list of brokers, and what the cluster last said of them. */
export interface BrokerList {
  brokers: Record<string, { connectionPool: Address }>;
  metadata: { brokers: (Address & { nodeId: number })[] } | null;
}

/**
 * When kafkajs' seed broker changes while metadata is asked for, kafkajs may file one broker under the number of another, and asks
 * the wrong one from then on.
 * @returns whether one was misfiled; it is not in the list any more
 */
export function dropMisfiled({ brokers, metadata }: BrokerList): boolean {
  const misfiled = (metadata?.brokers ?? []).filter(({ nodeId, host, port }) => {
    const pool = brokers[nodeId]?.connectionPool;
    return pool !== undefined && (pool.host !== host || pool.port !== port);
  });
  for (const { nodeId } of misfiled) delete brokers[nodeId];
  return misfiled.length > 0;
}
