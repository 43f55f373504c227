/**
 * Options of our JVMs, for a fast start rather than peak speed: one compiler tier, the simplest collector, a heap that
 * starts small.
 */
export const jvmFlags = (heapMb: number): string[] => [
  ...['-Xms64m', `-Xmx${heapMb}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'],
  // Counters for JVM tools, sampled twenty times a second.
  '-XX:-UsePerfData',
];
