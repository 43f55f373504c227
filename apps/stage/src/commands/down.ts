import { stopRunning } from '#runtime';
import type { Register } from '../context.js';

/** Stops the stack, whichever process started it. */
export const register: Register = (program, context) => {
  program
    .command('down')
    .description('drain and stop the running stack; keep its data')
    .action(
      context.action(async () => {
        const outcome = await stopRunning(context.settings, context.progress);
        context.answer({ outcome }, () => `${outcome.charAt(0).toUpperCase()}${outcome.slice(1)}.`);
      }),
    );
};
