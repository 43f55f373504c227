import {
  consumerGroups,
  couponRedeemed,
  groupsPath,
  memberPointsEarned,
  orderPlaced,
  reviewInvited,
  type GroupLag,
} from '#contracts';
import { NotPossible } from './not-possible.js';
import { duration, type Progress } from './progress.js';
import { waitFor, WaitedTooLong } from './wait.js';

export interface ReadyOptions {
  /** Address of a part: `http://127.0.0.1:17001`. */
  readonly address: (part: string) => string;
  /** Parts that Prometheus must have scraped successfully. */
  readonly targets: readonly string[];
  readonly progress: Progress;
  readonly signal?: AbortSignal;
}

const limitMs = 120_000;
const tellEveryMs = 10_000;
/** A message older than this, or of unknown age, is a leftover of the previous run or is not being consumed. */
const oldSeconds = 5;

/** The probe order has an unlimited coupon, so it must have every effect that an order can have. */
const probe = {
  memberId: 'member-0001',
  items: [{ sku: 'probe', quantity: 1, priceWon: 1_000 }],
  couponCode: 'WELCOME',
};
const probeEvents = [orderPlaced, memberPointsEarned, couponRedeemed, reviewInvited].map(({ type }) => type);
const probeServices = ['order', 'member', 'coupon', 'review', 'order-view'];

/**
 * Resolves when the platform works end to end, not just when its parts run: every target is scraped, a probe order has reached the view
 * and a complete trace, and every consumer group is stable and has committed. A backlog from the previous run is drained first, as long
 * as it shrinks, because the probe order would wait behind it.
 * @throws NotPossible saying which condition was not met, and what was seen last
 */
export async function untilReady(options: ReadyOptions): Promise<void> {
  await Promise.all([
    awaited(options, 'every Prometheus target to be up', () => allTargetsUp(options)),
    sendProbe(options),
  ]);
}

async function sendProbe(options: ReadyOptions): Promise<void> {
  await backlogHandled(options);
  const { orderId, traceId } = await awaited(options, 'a probe order to be accepted', () => placeProbe(options));
  await Promise.all([
    awaited(options, 'the probe order to reach the view', () => inView(options, orderId)),
    awaited(options, 'the probe order to be one trace', () => inTrace(options, traceId)),
    awaited(options, 'every consumer group to be stable and to have committed', () => groupsSettled(options)),
  ]);
}

async function backlogHandled(options: ReadyOptions): Promise<void> {
  let left = Number.POSITIVE_INFINITY;
  let toldAt = Number.NEGATIVE_INFINITY;
  while (left > 0) {
    const now = await untilMet(options, 'the backlog of the previous run to shrink', () => fewerThan(options, left));
    left = now.waiting;
    if (left > 0 && performance.now() - toldAt >= tellEveryMs) {
      options.progress(`draining the backlog of the previous run (${now.queues}) ...`);
      toldAt = performance.now();
    }
  }
}

async function fewerThan(
  { address, targets }: ReadyOptions,
  before: number,
): Promise<{ waiting: number; queues: string }> {
  const groups = await askForGroups(address);
  const behind = groups.filter(
    ({ group, lag, ageSeconds }) => targets.includes(group) && (lag ?? 0) > 0 && (ageSeconds ?? Infinity) > oldSeconds,
  );
  const waiting = behind.reduce((sum, { lag }) => sum + (lag ?? 0), 0);
  const queues = behind.map(({ group, lag }) => `${group}: ${lag}`).join(', ');
  if (waiting > 0 && waiting >= before) throw new Error(queues);
  return { waiting, queues };
}

async function awaited<T>(options: ReadyOptions, what: string, condition: () => Promise<T>): Promise<T> {
  const begun = performance.now();
  const met = await untilMet(options, what, condition);
  options.progress(`waited for ${what}: ${duration(performance.now() - begun)}`);
  return met;
}

async function untilMet<T>({ signal }: ReadyOptions, what: string, condition: () => Promise<T>): Promise<T> {
  try {
    return await waitFor<T>({ what, limitMs, signal, everyMs: 200 }, condition);
  } catch (error) {
    if (!(error instanceof WaitedTooLong)) throw error;
    throw new NotPossible(`The stack did not become ready: ${error.message}.`, { cause: error });
  }
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(5_000) });
  const text = await response.text();
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as T;
}

const askForGroups = (address: ReadyOptions['address']) => ask<GroupLag[]>(address('lag-watcher') + groupsPath);

function placeProbe({ address }: ReadyOptions): Promise<{ orderId: string; traceId: string }> {
  return ask(`${address('order')}/orders`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(probe),
  });
}

async function inView({ address }: ReadyOptions, orderId: string): Promise<true> {
  const url = `${address('order-view')}/orders/${orderId}/timeline`;
  const { entries } = await ask<{ entries: { type: string }[] }>(url);
  return complete(
    'event',
    probeEvents,
    entries.map(({ type }) => type),
  );
}

async function inTrace({ address }: ReadyOptions, traceId: string): Promise<true> {
  const spans = await ask<{ localEndpoint?: { serviceName?: string } }[]>(
    `${address('zipkin')}/api/v2/trace/${traceId}`,
  );
  return complete(
    'span of',
    probeServices,
    spans.map(({ localEndpoint }) => localEndpoint?.serviceName ?? ''),
  );
}

async function allTargetsUp({ address, targets }: ReadyOptions): Promise<true> {
  const answer = await ask<{ data: { activeTargets: { labels: { job: string }; health: string }[] } }>(
    `${address('prometheus')}/api/v1/targets?state=active`,
  );
  const up = answer.data.activeTargets.filter(({ health }) => health === 'up').map(({ labels }) => labels.job);
  return complete('target', targets, up);
}

/** A group has the name of its service; groups whose service is not part of this stack (because of a profile) are ignored. */
async function groupsSettled({ address, targets }: ReadyOptions): Promise<true> {
  const groups = await askForGroups(address);
  const settled = groups.filter(({ state, hasCommitted }) => state === 'stable' && hasCommitted);
  return complete(
    'settled group',
    consumerGroups.map(({ name }) => name).filter((name) => targets.includes(name)),
    settled.map(({ group }) => group),
  );
}

/** @throws an error naming what is missing, for the message at the timeout */
function complete(what: string, wanted: readonly string[], found: readonly string[]): true {
  const missing = wanted.filter((one) => !found.includes(one));
  if (missing.length > 0) throw new Error(`no ${what} ${missing.join(', ')}`);
  return true;
}
