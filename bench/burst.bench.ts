import type { ChildProcess } from 'node:child_process';
import { gifticonRequested, topics } from '#contracts';
import { openKafkaAdmin } from '#messaging';
import { inTurns, median, type BenchContext, type Benchmark, type Measurement } from './benchmark.js';
import { cpuSecondsOf, processesAreTold } from './processes.js';
import { openEndless, rush } from './rush.js';
import { endServer, startServer } from './server.js';

const modes = ['batch', 'nothing', 'send'] as const;

/**
 * How many presses of the rush the shop accepts (202 after acks=all on three replicas, with checks, metrics and spans)
 * compared with bare Fastify that also batches, that stores nothing, and that makes one send per request. The issuing
 * server is stopped meanwhile: its work is not part of accepting.
 */
export const burstBenchmark: Benchmark = {
  name: 'burst',
  only: ['shop', 'gifticon'],
  async run(context) {
    const sku = await openEndless(context);
    await context.driver.stop('gifticon');
    await createBareTopic(context);
    const bare = await Promise.all(
      modes.map((mode, index) => startBare(context, mode, context.portBase + 210 + index)),
    );
    const shop = `http://${context.driver.address('shop', 'rush')}/gifticons`;
    try {
      const p99s: number[] = [];
      const perCpuSecond = new Map<string, number[]>();
      const shopPid = (await context.driver.parts()).find(({ name }) => name === 'shop')?.pid ?? 0;
      const side = (what: string, pid: number, url: string, options = {}) => ({
        what,
        measure: async () => {
          const before = cpuSecondsOf(pid);
          const { perSecond, p99Ms } = await rush(url, sku, context.roundSeconds, { ...options, crowd: 40 });
          const answers = perSecond * context.roundSeconds;
          perCpuSecond.set(what, [...(perCpuSecond.get(what) ?? []), answers / (cpuSecondsOf(pid) - before)]);
          if (what === 'shop') p99s.push(p99Ms);
          return perSecond;
        },
      });
      const urlOf = (index: number) => `http://127.0.0.1:${context.portBase + 210 + index}/gifticons`;
      const sides = [
        side('shop', shopPid, shop),
        side('shop, every request traced', shopPid, shop, { traced: true }),
        ...modes.map((mode, index) => side(`bare, ${mode}`, bare[index]?.pid ?? 0, urlOf(index))),
      ];
      await rush(shop, sku, 1);
      const measurements = report(await inTurns(context, sides), p99s);
      const cpu = (what: string) => median(perCpuSecond.get(what) ?? []);
      return processesAreTold ? [...measurements, ...reportCpu(cpu)] : measurements;
    } finally {
      for (const server of bare) await endServer(server);
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

/** The bare servers write to a topic without consumers. */
async function createBareTopic({ kafkaBrokers }: BenchContext): Promise<void> {
  const admin = openKafkaAdmin({ brokers: kafkaBrokers, clientId: 'bench-burst' });
  try {
    const real = topics.find(({ name }) => name === gifticonRequested.type);
    if (!real) throw new Error(`the topic ${gifticonRequested.type} is in no contract`);
    await admin.createTopics([{ ...real, name: `bench-${gifticonRequested.type.replace('.', '-')}` }]);
  } finally {
    await admin.close();
  }
}

/**
 * What a server with a dedicated core would answer: the generator and the brokers reduce the rates above, but not
 * these.
 */
function reportCpu(cpu: (what: string) => number): Measurement[] {
  const baseline = { what: 'bare Fastify + the same batches', figure: cpu('bare, batch') };
  return [
    { what: 'presses for a CPU second of the server', figure: cpu('shop'), unit: '/CPU s', baseline },
    { what: 'the same, every one traced', figure: cpu('shop, every request traced'), unit: '/CPU s', baseline },
  ];
}

const startBare = (context: BenchContext, mode: string, port: number): Promise<ChildProcess> =>
  startServer({
    ...{ file: './bare-burst-server.js', port },
    env: { MODE: mode, KAFKA_BROKERS: context.kafkaBrokers.join(',') },
  });
