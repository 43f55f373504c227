import type { Environment } from './read.js';

/** The only place that reads this process's environment; everything else receives what it needs. */
export const environment = (): Environment => process.env;
