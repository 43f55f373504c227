import type { HttpRequest } from './http-sender.js';

/** Where each kind of press goes. */
export const pressPaths = {
  gifticons: '/gifticons',
  'one-transaction-gifticons': '/direct/gifticons?variant=one-transaction',
  'one-statement-gifticons': '/direct/gifticons?variant=one-statement',
  'row-lock-gifticons': '/direct/gifticons?variant=row-lock',
} as const;

export type PressKind = keyof typeof pressPaths;

/** Every so many presses is one by somebody who pressed a moment ago, in another window: a request of its own. */
const secondPressEvery = 50;
const pressesSince = 10;

/** Who makes the n-th press of a rush, counted from 0: each member once, but for the second presses. */
export function memberOfPress(n: number): string {
  const isSecond = n % secondPressEvery === secondPressEvery - 1;
  const first = isSecond ? n - pressesSince : n;
  return `member-${String(first + 1).padStart(4, '0')}`;
}

/** The n-th press. A client that asks again because nobody answered says the same, so it carries the same key. */
export function gifticonPress(path: string, n: number, { sku, seed }: { sku?: string; seed: number }): HttpRequest {
  return {
    method: 'POST',
    path,
    body: { memberId: memberOfPress(n), sku: sku ?? 'christmas' },
    headers: { 'idempotency-key': `press-${seed}-${n}` },
  };
}
