import { NotPossible, phaseOf, readState, runningState, type PartState } from '#runtime';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';

/** What runs, where, and how it is. */
export const register: Register = (program, context) => {
  program
    .command('status')
    .description('show every part: pid, address, health')
    .action(
      context.action(async () => {
        if (context.settings.runtime === 'compose') return containers(context);
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
          [`${phase} · ${runtime} · supervisor ${supervisor.pid} · since ${startedAt}`, partTable(parts)].join('\n'),
        );
      }),
    );
};

/** Containers need no supervisor: whoever started them may be gone. */
async function containers(context: StageContext): Promise<void> {
  const parts = await (await context.connect()).parts();
  const phase = (await phaseOf(context.settings)) ?? 'down';
  const runtime = 'compose';
  const startedAt = parts.map((part) => part.startedAt ?? '').sort()[0] || null;
  context.answer({ phase, runtime, startedAt, readyAt: null, supervisorPid: null, parts }, () =>
    [`${phase} · ${runtime}`, partTable(parts)].join('\n'),
  );
}

const partTable = (parts: readonly PartState[]): string =>
  table([
    ['part', 'kind', 'health', 'pid', 'address'],
    ...parts.map((part) => [part.name, part.kind, part.health, String(part.pid ?? '-'), part.address ?? '-']),
  ]);
