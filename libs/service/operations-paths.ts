/** Paths for operators and machines: never measured, traced or made to fail themselves. */
export const operationsPaths: ReadonlySet<string> = new Set([
  '/healthz',
  '/readyz',
  '/metrics',
  '/faults',
  '/faults/effects',
  '/openapi.json',
]);
