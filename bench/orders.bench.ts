import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { inTurns, type Benchmark, type BenchContext } from './benchmark.js';
import { ordersPerSecond } from './load.js';

/**
 * Accepted orders per second with everything on (outbox, relay, spans of every order, metrics) against bare inserts of the same
 * rows.
 */
export const ordersBenchmark: Benchmark = {
  name: 'orders',
  async run(context) {
    const barePort = context.portBase + 200;
    const bare = await startBare(context, barePort);
    try {
      const sides = {
        bare: { what: 'bare inserts', url: `http://127.0.0.1:${barePort}/orders` },
        events: { what: 'order service, events', url: `${context.address('order')}/orders` },
      };
      const measure = ({ what, url }: { what: string; url: string }) => ({
        what,
        measure: () => ordersPerSecond(url, context.roundSeconds),
      });
      await ordersPerSecond(sides.bare.url, 1);
      await ordersPerSecond(sides.events.url, 1);
      const [bareRate, eventsRate] = await inTurns(context, [measure(sides.bare), measure(sides.events)]);
      const accepted = {
        what: 'orders accepted, events, telemetry on',
        figure: eventsRate ?? 0,
        unit: '/s',
        baseline: { what: 'bare inserts of the same rows', figure: bareRate ?? 0 },
        bar: { atLeast: 0.6 },
      };
      return [accepted];
    } finally {
      bare.kill('SIGTERM');
      await once(bare, 'exit');
    }
  },
};

async function startBare(context: BenchContext, barePort: number): Promise<ChildProcess> {
  const script = new URL('./bare-order-server.js', import.meta.url).pathname;
  const bare = spawn(process.execPath, [script], {
    env: { PATH: process.env.PATH, PORT: String(barePort), DATABASE_URL: context.databaseUrl('order') },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const limit = Date.now() + 20_000;
  while (Date.now() < limit && bare.exitCode === null) {
    const answer = await fetch(`http://127.0.0.1:${barePort}/`).catch(() => undefined);
    if (answer) return bare;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the bare server did not listen on port ${barePort}`);
}
