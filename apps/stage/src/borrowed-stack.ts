import { startApart } from '#processes';
import { connectToStack, NotPossible, phaseOf, waitFor, type Driver } from '#runtime';
import { environment } from '#settings';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { StageContext } from './context.js';

const startLimitMs = 10 * 60_000;
const stopLimitMs = 60_000;

/**
 * Does the work on the running stack; if there is none, starts one for it and stops it afterwards. That stack is a
 * separate process, so that it shares no event loop with what is measured, and it ends when this process does.
 */
export async function onStack<T>(context: StageContext, work: (driver: Driver) => Promise<T>): Promise<T> {
  const phase = await phaseOf(context.settings);
  if (phase) {
    if (phase !== 'ready') {
      throw new NotPossible(`The stack here is ${phase}: wait until it says ready, then try again.`);
    }
    return work(await context.connect());
  }
  context.progress('no stack is running here: starting one, which will be stopped afterwards');
  const up = startUp();
  try {
    return await work(await ready(context, up));
  } finally {
    await bringDown(up);
  }
}

function startUp(): ChildProcess {
  const main = fileURLToPath(new URL('./main.js', import.meta.url));
  // With an IPC channel, whose end tells it that we are gone; and with our environment.
  return startApart(process.execPath, ['--enable-source-maps', main, 'up', '--orders-per-second', '0'], {
    env: environment(),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
}

async function ready(context: StageContext, up: ChildProcess): Promise<Driver> {
  return waitFor(
    { what: 'the stack to be ready', limitMs: startLimitMs, everyMs: 200, signal: context.interrupts.stopping },
    async () => {
      if (up.exitCode !== null || up.signalCode !== null) {
        throw new NotPossible('The stack could not be started: see the lines above.');
      }
      return (await phaseOf(context.settings)) === 'ready' && (await connectToStack(context.settings));
    },
  );
}

async function bringDown(up: ChildProcess): Promise<void> {
  if (up.exitCode !== null || up.signalCode !== null) return;
  const ended = once(up, 'exit');
  up.kill('SIGTERM');
  await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, stopLimitMs).unref())]);
  if (up.connected) up.disconnect();
  up.unref();
}
