/**
 * The only place that starts other programs. Each gets an explicit environment (environment.ts) and is started in one of three
 * ways: run to its end (run.ts), run to its end but never longer than this process (run-guarded.ts), or started to run beside
 * it (start-apart.ts). A process is identified by its pid and its start time (identity.ts).
 */
export { dockerEnvironment, installEnvironment, partEnvironment } from './environment.js';
export { run, type Ran, type RunOptions } from './run.js';
export { runGuarded, type GuardedOptions, type GuardedEnd } from './run-guarded.js';
export { startApart, type ApartOptions } from './start-apart.js';
export { lastLines, lastWords } from './last-words.js';
export { isAlive, processTree, signalTree, startMarkOf, type ProcessIdentity } from './identity.js';
export { refuseFileWrites } from './refuse-writes.js';
export { yieldCpu } from './yield-cpu.js';
