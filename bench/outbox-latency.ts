import { openKafka, type ReceivedMessage } from '#messaging';
import { startLoad } from '#scenarios';
import type { BenchContext } from './benchmark.js';

/**
 * How long an event takes from its order to a consumer that only waits for it, at a steady rate of independent buyers:
 * the stored row, the nudge, the relay, three brokers, and the consumer's fetch. The outbox alone is faster than this.
 * @param rate orders a second
 * @returns milliseconds, rounded to whole ones, like event times
 */
export async function outboxLatency(context: BenchContext, rate: number): Promise<{ p50Ms: number; p99Ms: number }> {
  const group = 'bench-outbox-latency';
  const tookMs: number[] = [];
  const seen = ({ headers }: ReceivedMessage) => void tookMs.push(Date.now() - Date.parse(headers.ce_time ?? ''));
  const broker = openKafka({ brokers: context.kafkaBrokers, clientId: group });
  await broker.connect();
  try {
    const consumption = await broker.consume({
      ...{ group, topics: ['order.placed'], clientId: group },
      onBatch: async (messages) => messages.forEach(seen),
    });
    // A new group first reads all earlier messages.
    for (let before = -1; !consumption.healthy() || before !== tookMs.length;) {
      before = tookMs.length;
      await new Promise((resolve) => setTimeout(resolve, 2_000));
    }
    await ordersAt(context, rate, 3);
    tookMs.length = 0;
    await ordersAt(context, rate, context.roundSeconds);
  } finally {
    await broker.close();
  }
  const sorted = tookMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  return { p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function ordersAt(context: BenchContext, ratePerSecond: number, seconds: number): Promise<void> {
  const load = await startLoad({
    ...{ name: 'orders', requests: 'orders', origin: context.address('order'), seed: 42, pattern: 'poisson' },
    ...{ segments: [{ seconds, ratePerSecond }], timeoutMs: 10_000, connections: 64, outcomesFile: null },
    endsWithInput: true,
  });
  await load.finished;
}
