import { NotPossible } from '#runtime';
import { startLoad, type LoadPlan, type LoadRow, type LoadSummary } from '#scenarios';
import { Option } from 'commander';
import type { Register, StageContext } from '../context.js';
import { givenDuration, givenRate } from '../given.js';

const oneMinuteMs = 60_000;

/** More orders. */
export const register: Register = (program, context) => {
  program
    .command('load')
    .argument('<orders-per-second>', 'average rate', givenRate)
    .description('send orders at a constant average rate, whether or not earlier ones were answered')
    .addOption(
      new Option('--for <time>', 'duration, for example 60s').argParser(givenDuration).default(oneMinuteMs, '60s'),
    )
    .action(context.action((rate: number, flags: { for: number }) => load(context, rate, flags.for)));
};

async function load(context: StageContext, ratePerSecond: number, forMs: number): Promise<void> {
  const driver = await context.connect();
  const { stopping } = context.interrupts;
  const plan: LoadPlan = {
    name: 'orders',
    requests: 'orders',
    origin: driver.address('order'),
    seed: Date.now() % 2 ** 31,
    pattern: 'poisson',
    segments: [{ seconds: forMs / 1_000, ratePerSecond }],
    timeoutMs: 10_000,
    connections: 256,
    outcomesFile: null,
    endsWithInput: true,
  };
  const running = await startLoad(plan, (row) => context.progress(rowText(row)));
  stopping.addEventListener('abort', () => running.stop(), { once: true });
  const summary = await running.finished;
  if (summary.offered > 0 && summary.accepted === 0) {
    throw new NotPossible(`None of the ${summary.offered} orders was accepted: see \`npm run stage -- status\`.`);
  }
  context.answer(summary, () => summaryText(summary));
}

function rowText({ second, accepted, refused, failed, p50Ms, p99Ms, waiting }: LoadRow): string {
  const latency = p50Ms === null ? '' : `   p50 ${p50Ms} ms   p99 ${p99Ms} ms`;
  return `${`${second} s`.padStart(6)}   accepted ${accepted}   failed ${failed + refused}   waiting ${waiting}${latency}`;
}

function summaryText({ offered, accepted, refused, failed, accept, late, worstLateMs, keptRate }: LoadSummary): string {
  const latency = accept ? `, p50 ${accept.p50Ms} ms, p99 ${accept.p99Ms} ms, max ${accept.maxMs} ms` : '';
  const lateness = keptRate
    ? ''
    : `\nThe load generator fell behind its schedule: ${late} orders were sent late, by up to ${worstLateMs} ms.`;
  return `offered ${offered}, accepted ${accepted}, refused ${refused}, failed ${failed}${latency}${lateness}`;
}
