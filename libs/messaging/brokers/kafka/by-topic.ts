/** Groups a flat list as the protocol requires. */
export function byTopic<T extends { topic: string }>(list: readonly T[]): { topic: string; partitions: T[] }[] {
  const topics = new Map<string, T[]>();
  for (const entry of list) {
    const others = topics.get(entry.topic);
    if (others) others.push(entry);
    else topics.set(entry.topic, [entry]);
  }
  return [...topics].map(([topic, partitions]) => ({ topic, partitions }));
}
