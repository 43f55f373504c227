import { Problem } from './problem.js';

/** Keys are compared byte by byte, so only visible ASCII is accepted. */
export function checkKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
}

/** For calls that must be safe to repeat. */
export function requiredKey(key: string | undefined): string {
  const checked = checkKey(key);
  if (checked === undefined) throw new Problem(400, 'Idempotency-Key is required: it makes the call safe to repeat.');
  return checked;
}
