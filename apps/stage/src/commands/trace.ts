import { NotPossible, waitFor, WaitedTooLong, type Driver } from '#runtime';
import { openLedger } from '#scenarios';
import { validate as isUuid } from 'uuid';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';
import { waterfall, waterfallRows, type WaterfallRow, type ZipkinSpan } from '../waterfall.js';

/** The path of one order through every service, from Zipkin. */
export const register: Register = (program, context) => {
  program
    .command('trace')
    .argument('<orderId>', 'the id from the response to POST /orders')
    .description('show the trace of an order through every service, and how long it waited in queues')
    .action(context.action((orderId: string) => trace(context, orderId)));
};

async function trace(context: StageContext, orderId: string): Promise<void> {
  if (!isUuid(orderId)) {
    throw new NotPossible(
      `'${orderId.slice(0, 64)}' is not an order id: it looks like 0193a5c4-7b1e-7c3a-9d52-3f8f1d2a6b10.`,
    );
  }
  const driver = await context.connect();
  const traceId = await traceIdOf(driver, orderId);
  const spans = await spansOf(driver, traceId);
  const rows = waterfall(spans);
  const zipkin = `${driver.address('zipkin')}/zipkin/traces/${traceId}`;
  context.answer({ orderId, traceId, zipkin, spans: rows }, () => traceText(orderId, rows, zipkin));
}

async function traceIdOf(driver: Driver, orderId: string): Promise<string> {
  // From the database instead of the order service, which may be the one that is down.
  const ledger = await openLedger(driver);
  try {
    const traceId = await ledger.traceIdOf(orderId);
    if (traceId === undefined) throw new NotPossible(`There is no order ${orderId} in this stack.`);
    if (traceId === null) throw new NotPossible(`The order ${orderId} was placed without a trace.`);
    return traceId;
  } finally {
    await ledger.close();
  }
}

const reportedWithinMs = 5_000;

/** Services report their spans in batches: those of a new order may not have arrived yet. */
async function spansOf(driver: Driver, traceId: string): Promise<ZipkinSpan[]> {
  const url = `${driver.address('zipkin')}/api/v2/trace/${traceId}`;
  const what = 'the trace to be reported';
  try {
    return await waitFor({ what, limitMs: reportedWithinMs, everyMs: 250 }, async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      return response.ok && ((await response.json()) as ZipkinSpan[]);
    });
  } catch (error) {
    if (!(error instanceof WaitedTooLong)) throw error;
    throw new NotPossible(
      `Zipkin does not have the trace ${traceId}: it keeps traces in memory, and forgets them when it restarts.`,
      { cause: error },
    );
  }
}

function traceText(orderId: string, rows: readonly WaterfallRow[], zipkin: string): string {
  const services = new Set(rows.map(({ service }) => service));
  return [
    `order ${orderId}, ${rows.length} spans in ${services.size} services`,
    '',
    table(waterfallRows(rows)),
    '',
    zipkin,
  ].join('\n');
}
