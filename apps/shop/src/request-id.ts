import { hash, randomUUID } from 'node:crypto';
import type { GifticonWish } from './giveaway.js';

/**
 * The id of a request. The same member, sku and idempotency key give the same id, so a request that is repeated because its response was
 * lost is the same request, on any instance of the shop. The id ends with a checksum, so that a made-up one is recognised although no
 * request is ever stored here.
 *
 * @param key the client's Idempotency-Key; without one every request is new
 * @returns a UUID (version 8)
 */
export function requestIdOf({ memberId, sku }: GifticonWish, key: string | undefined): string {
  const own = key ?? randomUUID();
  return sealed(hash('sha256', `${sku}\n${memberId}\n${own}`).slice(0, 22));
}

/** Whether the id was created by requestIdOf. */
export function isRequestId(text: string): boolean {
  const digits = text.replaceAll('-', '');
  if (!/^[0-9a-f]{32}$/.test(digits)) return false;
  return sealed(digits.slice(0, 12) + digits.slice(13, 16) + digits.slice(17, 24)) === text;
}

/** Not a secret: it detects typos and made-up ids, not someone who reads this file. */
const seal = (name: string): string => hash('sha256', `gifticon request ${name}`).slice(0, 8);

function sealed(name: string): string {
  const parts = [name.slice(0, 8), name.slice(8, 12), `8${name.slice(12, 15)}`, `8${name.slice(15, 18)}`];
  return `${parts.join('-')}-${name.slice(18, 22)}${seal(name)}`;
}
