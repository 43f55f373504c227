import type { Environment } from './read.js';

/** The one place that reads this process's environment; everything else is handed what it needs. */
export const environment = (): Environment => process.env;
