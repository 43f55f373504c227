import { NotPossible, oneOf, whyDown, type Driver, type PartState } from '#runtime';
import type { Command } from 'commander';
import type { Register, StageContext } from '../context.js';

/** Starts and stops a part by hand. To break one, use faults. */
export const register: Register = (program, context) => {
  const on = (name: string, describes: string): Command =>
    program.command(name).argument('<part>', 'name of the part: see status').description(describes);
  on('start', 'start a part that is down').action(context.action((part: string) => start(context, part)));
  on('stop', 'drain and stop a part, and leave it down').action(context.action((part: string) => stop(context, part)));
  on('restart', 'stop and start a part, or start it if it is down').action(
    context.action((part: string) => restart(context, part)),
  );
};

async function start(context: StageContext, part: string): Promise<void> {
  const driver = await context.connect();
  const { health } = await mine(driver, part);
  if (health === 'up') return answer(context, part, health, false, `${part} is already up`);
  context.progress(`starting ${part} ...`);
  // It may have been frozen by another program.
  await driver.resume(part);
  await driver.start(part);
  answer(context, part, 'up', true, `${part} is up`);
}

async function stop(context: StageContext, part: string): Promise<void> {
  const driver = await context.connect();
  const { health, down } = await mine(driver, part);
  // A part that waits for its restart after a crash is also down, and must stay down from now on.
  await driver.stop(part);
  const was = health === 'down' && down?.because !== 'crash';
  answer(
    context,
    part,
    'down',
    !was,
    was ? `${part} is already down` : `${part} is down: \`npm run stage -- start ${part}\` starts it`,
  );
}

async function restart(context: StageContext, part: string): Promise<void> {
  const driver = await context.connect();
  await mine(driver, part);
  context.progress(`restarting ${part} ...`);
  await driver.restart(part);
  answer(context, part, 'up', true, `${part} was restarted`);
}

/** @throws NotPossible if there is no such part, or a fault holds it: undoing the fault restarts it */
async function mine(driver: Driver, name: string): Promise<PartState> {
  const parts = await driver.parts();
  const names = parts.map((part) => part.name);
  const part = parts[names.indexOf(oneOf('part', name, names))] as PartState;
  if (part.down?.because === 'fault') throw new NotPossible(whyDown(part));
  return part;
}

function answer(context: StageContext, part: string, health: 'up' | 'down', changed: boolean, text: string): void {
  context.answer({ part, health, changed }, () => text);
}
