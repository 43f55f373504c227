import { NotPossible, readState, runningState } from '#runtime';
import type { Register } from '../context.js';
import { table } from '../table.js';

/** What runs, where, and how it is. */
export const register: Register = (program, context) => {
  program
    .command('status')
    .description('show every part: pid, address, health')
    .action(
      context.action(async () => {
        const { stateFolder } = context.settings;
        const state = runningState(stateFolder);
        if (!state) {
          throw new NotPossible(
            readState(stateFolder)
              ? 'No stack is running here, only what a killed one left: `npm start` clears it up and begins anew.'
              : 'No stack is running here: start one with `npm start`.',
          );
        }
        const parts = state.supervisor.control ? await (await context.connect()).parts() : state.parts;
        const { phase, runtime, startedAt, readyAt, supervisor } = state;
        context.answer({ phase, runtime, startedAt, readyAt, supervisorPid: supervisor.pid, parts }, () =>
          [
            `${phase} · ${runtime} · supervisor ${supervisor.pid} · since ${startedAt}`,
            table([
              ['part', 'kind', 'health', 'pid', 'address'],
              ...parts.map((part) => [part.name, part.kind, part.health, String(part.pid ?? '-'), part.address ?? '-']),
            ]),
          ].join('\n'),
        );
      }),
    );
};
