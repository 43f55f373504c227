/**
 * Ends a trial with the process that owns it: `node guard.js STATE_FOLDER`, standard input from the owner. The input ends when
 * the owner closes it or dies, by whatever signal.
 */
import { clearTrial } from './clear-trial.js';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: guard.js STATE_FOLDER');
// A terminal that closes takes the owner with it, not the one that clears up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.resume().once('close', () => void clearTrial(folder));
