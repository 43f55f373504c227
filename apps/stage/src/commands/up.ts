import { duration, portOf, startStack, type RunningStack } from '#runtime';
import { healFaults, lightStream, openFaults } from '#scenarios';
import { InvalidArgumentError } from 'commander';
import type { ExitCode, Register, StageContext } from '../context.js';
import { table } from '../table.js';

interface UpFlags {
  fresh?: boolean;
  ordersPerSecond: number;
}

/** The command behind `npm start`: runs the whole stack until Ctrl-C. */
export const register: Register = (program, context) => {
  program
    .command('up')
    .description('start the whole stack and keep it running until Ctrl-C')
    .option('--fresh', 'start empty: delete the data of earlier runs')
    .option(
      '--orders-per-second <n>',
      'background load once the stack is ready; 0 for none',
      rate,
      context.settings.ordersPerSecond ?? 2,
    )
    .action(context.action((flags: UpFlags) => up(context, flags)));
};

function rate(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0 || value > 1_000) {
    throw new InvalidArgumentError('give a number from 0 to 1000.');
  }
  return value;
}

async function up(context: StageContext, flags: UpFlags): Promise<ExitCode> {
  const { settings, progress } = context;
  const { stopping, hurrying } = context.interrupts;
  const { stateFolder, portBase } = settings;
  const stack = await startStack({
    ...{ settings, progress, stopping, hurrying },
    fresh: flags.fresh ?? false,
    grafana: true,
    whenUp: async (driver) => {
      const healed = await healFaults({ stateFolder, driver });
      for (const { fault, part } of healed)
        progress(`undone: ${fault} on ${part}, left over from a run that was killed`);
    },
    // From its first message on, before its switch could be set. If Toxiproxy cannot be asked, a service starts without
    // them and is reminded once it is up.
    environmentOf: (driver, part) =>
      openFaults({ stateFolder, driver })
        .switchOf(part)
        .then(
          (faults) => ({ EVENTSTAGE_FAULTS: JSON.stringify(faults) }),
          () => ({}),
        ),
    whenRestarted: (driver, part) => openFaults({ stateFolder, driver }).remind(part),
    extraParts:
      flags.ordersPerSecond > 0
        ? [lightStream(`http://127.0.0.1:${portOf(portBase, 'order', 'http')}`, flags.ordersPerSecond)]
        : [],
  });
  if (!stack) return 0;
  const { parts, readyAt } = stack.state();
  context.answer({ ready: true, readyAt, tookMs: Math.round(stack.tookMs), parts }, () => welcome(stack));
  await Promise.race([stack.askedToStop, raised(stopping)]);
  await stack.stop();
  return 0;
}

const raised = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function welcome(stack: RunningStack): string {
  const rows = stack.state().parts.map(({ name, kind, pid, address }) => [name, kind, String(pid), address ?? '-']);
  return [
    '',
    `Control room: ${stack.driver.address('control-room')}`,
    '',
    table([['part', 'kind', 'pid', 'address'], ...rows]),
    '',
    `Ready after ${duration(stack.tookMs)}. Ctrl-C stops everything; data is kept. In another terminal:`,
    '',
    '  npm run stage -- status                         the state of every part',
    '  npm run stage -- scenario run review-outage     kill the review service under load, with REST and with events',
    '  npm run stage -- load 50 --for 60s              more orders',
    '  npm run stage -- --help                         everything else',
  ].join('\n');
}
