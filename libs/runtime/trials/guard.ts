/**
 * Stops a trial when its owner process ends: `node guard.js STATE_FOLDER`, standard input from the owner. The input ends when the owner
 * closes it or dies, by any signal.
 */
import { clearTrial } from './clear-trial.js';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('usage: guard.js STATE_FOLDER');
// A closing terminal ends the owner, but must not end the process that cleans up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {});
process.stdin.resume().once('close', () => void clearTrial(folder));
