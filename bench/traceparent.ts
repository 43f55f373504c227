import { randomBytes } from 'node:crypto';

/** A W3C traceparent of a new sampled trace. */
export const newTraceparent = (): string =>
  `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-01`;
