import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inTurns, type Benchmark, type BenchContext } from './benchmark.js';
import { ordersPerSecond } from './load.js';

/** Each way of being watched, and the share of a bare server's requests it must leave. */
const sides = [
  { what: 'bare Fastify, no telemetry', watched: false, exporter: 'none', ratio: 0, atLeast: undefined },
  { what: 'metrics and trace ids, no spans kept', watched: true, exporter: 'none', ratio: 0, atLeast: 0.75 },
  { what: 'the same, spans of 10 %', watched: true, exporter: 'zipkin', ratio: 0.1, atLeast: 0.7 },
  { what: 'the same, spans of 100 %', watched: true, exporter: 'zipkin', ratio: 1, atLeast: 0.5 },
] as const;

/**
 * What telemetry costs a server that does nothing else: requests answered in one second of CPU, against the same server
 * without. A service that works for its answers pays a smaller share.
 */
export const telemetryBenchmark: Benchmark = {
  name: 'telemetry',
  only: [],
  async run(context) {
    const servers: ChildProcess[] = [];
    try {
      for (const [index, side] of sides.entries()) servers.push(startServer(context, side, urlOf(context, index)));
      await Promise.all(servers.map((server, index) => listening(server, urlOf(context, index))));
      for (const index of sides.keys()) await ordersPerSecond(`${urlOf(context, index)}/orders`, 1);
      const figures = await inTurns(
        context,
        sides.map(({ what }, index) => ({ what, measure: () => perCpuSecond(context, urlOf(context, index)) })),
      );
      const baseline = { what: sides[0].what, figure: figures[0] ?? Number.NaN };
      return sides.slice(1).map(({ what, atLeast }, index) => ({
        ...{ what, figure: figures[index + 1] ?? Number.NaN, unit: 'requests/CPU s', baseline },
        bar: atLeast === undefined ? undefined : { atLeast },
      }));
    } finally {
      const running = servers.filter(({ exitCode }) => exitCode === null);
      const ended = running.map((server) => once(server, 'exit'));
      for (const server of running) server.kill('SIGTERM');
      await Promise.all(ended);
    }
  },
};

const urlOf = ({ portBase }: BenchContext, index: number): string => `http://127.0.0.1:${portBase + 210 + index}`;

async function perCpuSecond({ roundSeconds }: BenchContext, url: string): Promise<number> {
  const before = await spent(url);
  await ordersPerSecond(`${url}/orders`, roundSeconds);
  const after = await spent(url);
  return (after.answered - before.answered) / (after.cpuSeconds - before.cpuSeconds);
}

async function spent(url: string): Promise<{ answered: number; cpuSeconds: number }> {
  return (await (await fetch(`${url}/spent`)).json()) as { answered: number; cpuSeconds: number };
}

function startServer(
  context: BenchContext,
  { watched, exporter, ratio }: (typeof sides)[number],
  url: string,
): ChildProcess {
  const script = new URL('./watched-server.js', import.meta.url).pathname;
  const register = new URL('../libs/telemetry/register.js', import.meta.url).pathname;
  return spawn(process.execPath, [...(watched ? ['--import', register] : []), script], {
    env: {
      ...{ PATH: process.env.PATH, PORT: new URL(url).port, WATCHED: watched ? 'yes' : 'no' },
      ...{ SERVICE_NAME: 'bench', OTEL_TRACES_EXPORTER: exporter, OTEL_TRACES_SAMPLER_ARG: String(ratio) },
      OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${context.address('zipkin')}/api/v2/spans`,
    },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

async function listening(server: ChildProcess, url: string): Promise<void> {
  const limit = Date.now() + 60_000;
  while (Date.now() < limit && server.exitCode === null) {
    if (await spent(url).catch(() => undefined)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server to be watched did not listen at ${url}`);
}
