import { NotPossible, waitFor } from '#runtime';
import { setTimeout as pause } from 'node:timers/promises';
import type { Register, StageContext } from '../context.js';

/** The response of the order view's GET /rebuild. */
type RebuildState =
  | { state: 'idle'; last?: { messages: number; seconds: number } }
  | { state: 'rebuilding'; messagesLeft: number | null; startedAt: string }
  | { state: 'failed'; because: string };

const limitMs = 10 * 60_000;

/** The read side of orders. */
export const register: Register = (program, context) => {
  program
    .command('view')
    .description('the read model of orders')
    .command('rebuild')
    .description('delete the order view and rebuild it from the topics, while everything else keeps running')
    .action(context.action(() => rebuild(context)));
};

async function rebuild(context: StageContext): Promise<void> {
  const url = `${(await context.connect()).address('order-view')}/rebuild`;
  const begun = await fetch(url, { method: 'POST' }).catch((cause: Error) => {
    throw new NotPossible('The order view does not respond: see `npm run stage -- status`.', { cause });
  });
  if (begun.status === 409) context.progress('a rebuild is already running: waiting for it');
  else if (!begun.ok) throw new NotPossible(`The order view answered ${begun.status} to the request for a rebuild.`);
  let said: number | null = null;
  const done = await waitFor({ what: 'the view to be rebuilt', limitMs, everyMs: 250 }, async () => {
    const state = (await (await fetch(url)).json()) as RebuildState;
    if (state.state !== 'rebuilding') return state;
    if (state.messagesLeft !== null && state.messagesLeft !== said) {
      said = state.messagesLeft;
      context.progress(`${said} messages left`);
      await pause(750);
    }
    return undefined;
  });
  if (done.state === 'failed') throw new NotPossible(`The view could not be rebuilt: ${done.because}.`);
  context.answer({ rebuilt: true, ...done.last }, () =>
    done.last ? `rebuilt from ${done.last.messages} messages in ${done.last.seconds.toFixed(1)} s` : 'rebuilt',
  );
}
