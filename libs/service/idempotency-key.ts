import { Problem } from './problem.js';

/** Keys are compared byte by byte, so only what prints the same everywhere is taken. */
export function checkKey(key: string | undefined): string | undefined {
  if (key === undefined || /^[\x21-\x7e]{1,255}$/.test(key)) return key;
  throw new Problem(400, 'Idempotency-Key must be 1 to 255 visible ASCII characters.');
}

/** For calls whose repetition must be harmless. */
export function requiredKey(key: string | undefined): string {
  const checked = checkKey(key);
  if (checked === undefined) throw new Problem(400, 'Idempotency-Key is required: it makes a repeated call harmless.');
  return checked;
}
