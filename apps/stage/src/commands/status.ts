import { inWords, NotPossible, phaseOf, readState, runningState, type PartState } from '#runtime';
import type { Register, StageContext } from '../context.js';
import { table } from '../table.js';

/** What is running, where, and its health. */
export const register: Register = (program, context) => {
  program
    .command('status')
    .description('show every part: health, pid, address, and why it is down')
    .action(
      context.action(async () => {
        if (context.settings.runtime === 'compose') return containers(context);
        const { stateFolder } = context.settings;
        const state = runningState(stateFolder);
        if (!state) {
          throw new NotPossible(
            readState(stateFolder)
              ? 'No stack is running here, but a killed one left processes behind: `npm start` cleans up and starts again.'
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

/** Containers need no supervisor: the process that started them may be gone. */
async function containers(context: StageContext): Promise<void> {
  const watching = runningState(context.settings.stateFolder);
  const watched = watching?.runtime === 'compose' ? watching.parts : [];
  const parts = (await (await context.connect()).parts()).map((part) => withRestarts(part, watched));
  const phase = (await phaseOf(context.settings)) ?? 'down';
  const runtime = 'compose';
  const startedAt = parts.map((part) => part.startedAt ?? '').sort()[0] || null;
  context.answer({ phase, runtime, startedAt, readyAt: null, supervisorPid: null, parts }, () =>
    [`${phase} · ${runtime}`, partTable(parts)].join('\n'),
  );
}

/** Only `stage up`, which watches the containers, knows how they crashed and when it restarts them. */
function withRestarts(part: PartState, watched: readonly PartState[]): PartState {
  const seen = watched.find(({ name }) => name === part.name);
  if (!seen) return part;
  const planned = part.down?.because === 'crash' && seen.down?.because === 'crash';
  return { ...part, crash: part.crash ?? seen.crash, restarts: seen.restarts, down: planned ? seen.down : part.down };
}

/** The table, followed by the last log lines of crashed parts. */
function partTable(parts: readonly PartState[]): string {
  const rows = parts.map((part) => [
    ...[part.name, part.kind, part.health, String(part.pid ?? '-'), part.address ?? '-'],
    [inWords(part), part.restarts > 0 ? `restarted ${times(part.restarts)}` : ''].filter(Boolean).join(' · '),
  ]);
  const crashed = parts.filter(({ down, crash }) => down?.because === 'crash' && crash);
  return [
    table([['part', 'kind', 'health', 'pid', 'address', 'why'], ...rows]),
    ...crashed.flatMap(({ name, crash, log }) => [
      '',
      `last log lines of ${name} (${log}):`,
      ...(crash?.lastLines ?? []).map((line) => `  ${line}`),
    ]),
  ].join('\n');
}

const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
