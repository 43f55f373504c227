import autocannon from 'autocannon';
import type { BenchContext } from './benchmark.js';
import { newTraceparent } from './traceparent.js';

interface RushOptions {
  connections?: number;
  traced?: boolean;
  /** Presses per second. Default: as fast as they are answered. */
  overallRate?: number;
  /** This many members press repeatedly: prepared in advance, so that the generator uses less of the shared cores. */
  crowd?: number;
}

let pressesSoFar = 0;

/**
 * Sends presses, each from a different member unless there is a crowd.
 * @param traced forces the sampling decision: every request is part of a sampled trace
 * @returns answers a second, and the p99 in milliseconds
 * @throws if any answer is not a success
 */
export async function rush(
  url: string,
  sku: string,
  seconds: number,
  { connections = 512, traced = false, overallRate, crowd }: RushOptions = {},
): Promise<{ perSecond: number; p99Ms: number }> {
  const press = () => {
    const memberId = `member-${String(++pressesSoFar).padStart(4, '0')}`;
    return {
      headers: { 'content-type': 'application/json', ...(traced && { traceparent: newTraceparent() }) },
      body: JSON.stringify({ memberId, sku }),
    };
  };
  const result = await autocannon({
    url,
    method: 'POST',
    connections,
    duration: seconds,
    overallRate,
    requests:
      crowd === undefined
        ? [{ setupRequest: (request) => ({ ...request, ...press() }) }]
        : Array.from({ length: crowd }, press),
  });
  if (result.non2xx > 0 || result.errors > 0) {
    throw new Error(`${url}: ${result.non2xx} answers were no success, ${result.errors} requests failed`);
  }
  return { perSecond: result['2xx'] / result.duration, p99Ms: result.latency.p99 };
}

/** A give-away that does not run out: no member is refused while it is measured. */
export async function openEndless(context: BenchContext): Promise<string> {
  const sku = `bench-${Date.now().toString(36)}`;
  const url = `${context.address('shop')}/giveaways/${sku}`;
  const opened = await fetch(url, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ vouchers: 10_000_000, members: 10_000_000 }),
  });
  if (!opened.ok) throw new Error(`the give-away was not opened: ${await opened.text()}`);
  for (const limit = Date.now() + 20_000; Date.now() < limit;) {
    const { stocked } = (await (await fetch(url)).json()) as { stocked: boolean };
    if (stocked) return sku;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the issuing server did not stock the give-away within 20 s');
}
