import type { HttpRequest } from './http-sender.js';

/** The path of each kind of press. */
export const pressPaths = {
  gifticons: '/gifticons',
  'one-transaction-gifticons': '/direct/gifticons?variant=one-transaction',
  'one-statement-gifticons': '/direct/gifticons?variant=one-statement',
  'row-lock-gifticons': '/direct/gifticons?variant=row-lock',
} as const;

export type PressKind = keyof typeof pressPaths;

/** One in this many presses is a second one from a recent member in another window: a separate request. */
const secondPressEvery = 50;
const pressesSince = 10;

/** The member of the n-th press of a rush, counted from 0: each member once, except for second presses. */
export function memberOfPress(n: number): string {
  const isSecond = n % secondPressEvery === secondPressEvery - 1;
  const first = isSecond ? n - pressesSince : n;
  return `member-${String(first + 1).padStart(4, '0')}`;
}

/** The n-th press. A retry after no answer is identical, so it carries the same key. */
export function gifticonPress(path: string, n: number, { sku, seed }: { sku?: string; seed: number }): HttpRequest {
  return {
    method: 'POST',
    path,
    body: { memberId: memberOfPress(n), sku: sku ?? 'christmas' },
    headers: { 'idempotency-key': `press-${seed}-${n}` },
  };
}
