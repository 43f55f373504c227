import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inTurns, type BenchContext, type Benchmark, type Measurement } from './benchmark.js';
import { openEndless, rush } from './rush.js';

const modes = ['batch', 'nothing', 'send'] as const;

/**
 * How many presses of the rush the shop accepts (202 after acks=all on three replicas, checks, metrics and spans on) against
 * bare Fastify that gathers batches too, that stores nothing, and that makes a send of each request. The issuing server is stopped
 * meanwhile: its work is not part of accepting.
 */
export const burstBenchmark: Benchmark = {
  name: 'burst',
  async run(context) {
    const sku = await openEndless(context);
    await context.driver.stop('gifticon');
    const bare = await Promise.all(
      modes.map((mode, index) => startBare(context, mode, context.portBase + 210 + index)),
    );
    const shop = `http://${context.driver.address('shop', 'rush')}/gifticons`;
    try {
      const p99s: number[] = [];
      const side = (what: string, url: string, options = {}) => ({
        what,
        measure: async () => {
          const { perSecond, p99Ms } = await rush(url, sku, context.roundSeconds, options);
          if (what === 'shop') p99s.push(p99Ms);
          return perSecond;
        },
      });
      const urlOf = (index: number) => `http://127.0.0.1:${context.portBase + 210 + index}/gifticons`;
      const sides = [
        side('shop', shop),
        side('shop, every request traced', shop, { traced: true }),
        ...modes.map((mode, index) => side(`bare, ${mode}`, urlOf(index))),
      ];
      await rush(shop, sku, 1);
      return report(await inTurns(context, sides), p99s);
    } finally {
      for (const process of bare) await end(process);
      await context.driver.start('gifticon');
    }
  },
};

function report([shop = 0, traced = 0, batch = 0, nothing = 0, send = 0]: number[], p99s: number[]): Measurement[] {
  const bareBatch = { what: 'bare Fastify + the same batches', figure: batch };
  const accepted = { what: 'presses accepted, telemetry on (10 % traced)', figure: shop, unit: '/s' };
  return [
    { ...accepted, baseline: bareBatch, bar: { atLeast: 0.8 } },
    {
      ...accepted,
      what: 'presses accepted, every one traced',
      figure: traced,
      baseline: bareBatch,
      bar: { atLeast: 0.7 },
    },
    { ...accepted, baseline: { what: 'bare Fastify, nothing stored', figure: nothing } },
    { ...accepted, baseline: { what: 'bare Fastify + one kafkajs send each', figure: send } },
    { what: 'presses accepted, p99 at full load', figure: Math.max(...p99s), unit: 'ms' },
  ];
}

async function startBare(context: BenchContext, mode: string, port: number): Promise<ChildProcess> {
  const script = new URL('./bare-burst-server.js', import.meta.url).pathname;
  const bare = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, PORT: String(port), MODE: mode, KAFKA_BROKERS: context.kafkaBrokers.join(',') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const limit = Date.now() + 20_000; Date.now() < limit && bare.exitCode === null;) {
    if (await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined)) return bare;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the bare server (${mode}) did not listen on port ${port}`);
}

async function end(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null) return;
  process.kill('SIGTERM');
  await once(process, 'exit');
}
