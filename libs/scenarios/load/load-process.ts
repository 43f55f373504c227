/**
 * The load generator's own process: it must not share an event loop with what it measures.
 *
 *   node load-process.js '<LoadPlan as JSON>'
 *
 * Prints one JSON document per line: {started}, {row} each second, {summary} at the end. Reads {endsAtMs} from standard
 * input. SIGTERM or SIGINT ends the schedule; pending answers are awaited.
 */
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { arrivals } from './arrivals.js';
import { generate, now } from './generate.js';
import { openHttpSender } from './http-sender.js';
import { pressUntilAnswered } from './press.js';
import { sendUpload } from './send-upload.js';
import { requestMaker, segmentsOf, type LoadPlan } from './plan.js';
import { seeded } from './seeded.js';
import { warmUp, warmUpRequests } from './warm-up.js';

const plan = readPlan(process.argv[2] ?? '');
const stop = new AbortController();
process.once('SIGTERM', () => stop.abort());
// Ctrl-C reaches the whole foreground group; the parent decides when the load ends.
process.on('SIGINT', () => stop.abort());
let endsAtMs = Infinity;
if (plan.endsWithInput) {
  const orders = createInterface({ input: process.stdin });
  orders.on('line', (line) => ({ endsAtMs } = JSON.parse(line) as { endsAtMs: number }));
  orders.on('close', () => stop.abort());
}

const print = (document: object) => void process.stdout.write(`${JSON.stringify(document)}\n`);
process.stdout.on('error', () => stop.abort());

const { idField, alsoAnswers, make } = requestMaker(plan.requests);
const bodies = seeded(plan.seed, `${plan.name} bodies`);
const { connections, timeoutMs, hangsUp } = plan;
const sending = { connections, timeoutMs, hangsUp, idField, alsoAnswers };
const warmUpBodies = seeded(plan.seed, `${plan.name} warm-up`);
const highestRate = Math.max(...plan.segments.map(({ ratePerSecond }) => ratePerSecond));
await warmUp(sending, warmUpRequests(highestRate), (n) => make(warmUpBodies, n, plan));
const sender = openHttpSender({ ...sending, origin: plan.origin });
await sender.connect(plan.openBefore ?? 0);
const outcomes = plan.outcomesFile === null ? undefined : createWriteStream(plan.outcomesFile);

print({ started: now() });
const segments = segmentsOf(plan);
const summary = await generate({
  schedule: arrivals(plan.pattern, segments, seeded(plan.seed, `${plan.name} arrivals`)),
  lastsMs: segments.reduce((sum, { seconds }) => sum + seconds * 1_000, 0),
  send: (n) => {
    const { file, ...request } = make(bodies, n, plan);
    if (file !== undefined) return sendUpload(plan.origin + request.path, file, timeoutMs);
    return pressUntilAnswered(() => sender.send(request), plan.presses ?? 1);
  },
  onOutcome: (outcome) => outcomes?.write(`${JSON.stringify(outcome)}\n`),
  onRow: (row) => print({ row }),
  stop: stop.signal,
  endsAtMs: () => endsAtMs,
});
outcomes?.end();
if (outcomes) await finished(outcomes);
print({ summary });
await sender.close();
process.stdin.destroy();

/** In containers the plan contains a user setting. */
function readPlan(text: string): LoadPlan {
  try {
    return JSON.parse(text) as LoadPlan;
  } catch {
    console.error(`The plan of the load is not JSON; is EVENTSTAGE_ORDERS_PER_SECOND a number? It is: ${text}`);
    process.exit(2);
  }
}
