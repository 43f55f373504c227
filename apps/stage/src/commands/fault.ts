import { NotPossible, whyDown } from '#runtime';
import { faultNamed, faults, openFaults, parameterText, type ActiveFault, type Faults } from '#scenarios';
import { setTimeout as pause } from 'node:timers/promises';
import type { Register, StageContext } from '../context.js';
import { givenDuration } from '../given.js';
import { table } from '../table.js';

/** Breaks parts on purpose, and mends them. */
export const register: Register = (program, context) => {
  const fault = program.command('fault').description('inject faults into parts, and undo them');
  fault
    .command('list')
    .description('list every fault and what it does')
    .action(
      context.action(async () => {
        const found = faults.map(({ name, describes, kinds, parameters, evidence }) => ({
          ...{ name, describes, kinds: kinds ?? null, parameters: parameters ?? {}, evidence: evidence.says },
        }));
        context.answer(found, () =>
          table([
            ['fault', 'what it does', 'parameters', 'evidence'],
            ...found.map((one) => [one.name, one.describes, parameterText(one), one.evidence]),
          ]),
        );
      }),
    );
  fault
    .command('inject')
    .argument('<fault>', 'name of the fault: see fault list')
    .argument('<part>', 'name of the part: see status')
    .description('inject a fault; without --for it stays active until `fault clear`')
    .option('--with <name=value...>', 'parameters of the fault, for example by=2s share=100%')
    .option('--for <time>', 'undo it after this time, for example 30s', givenDuration)
    .action(context.action((name: string, part: string, flags: InjectFlags) => inject(context, name, part, flags)));
  fault
    .command('clear')
    .description('undo every active fault, including those of a command that was killed')
    .action(
      context.action(async () => {
        const cleared = await (await open(context)).clearAll();
        const down = (await (await context.connect()).parts()).filter(({ health }) => health === 'down');
        context.answer({ cleared, down: down.map(({ name, down: why }) => ({ part: name, why })) }, () =>
          [
            ...(cleared.length === 0 ? ['no fault was active'] : []),
            ...cleared.map((one) => `undone: ${named(one)}`),
            ...down.map(whyDown),
          ].join('\n'),
        );
      }),
    );
};

async function open({ connect, settings }: StageContext): Promise<Faults> {
  return openFaults({ driver: await connect(), stateFolder: settings.stateFolder });
}

interface InjectFlags {
  for?: number;
  with?: string[];
}

/** @throws NotPossible for one that is not `name=value` */
function parametersOf({ with: given = [] }: InjectFlags): Record<string, string> {
  return Object.fromEntries(
    given.map((text) => {
      const [, name, value] = /^([^=]+)=(.+)$/.exec(text) ?? [];
      if (!name || !value) throw new NotPossible(`--with takes name=value, such as by=2s, not '${text}'.`);
      return [name, value];
    }),
  );
}

async function inject(context: StageContext, name: string, part: string, flags: InjectFlags): Promise<void> {
  const opened = await open(context);
  const { stopping } = context.interrupts;
  const active = await opened.inject(name, part, null, parametersOf(flags));
  const passes = faultNamed(name).passes ?? false;
  if (flags.for === undefined || passes) {
    context.answer({ injected: active, undone: passes }, () =>
      passes ? `done: ${named(active)}` : `${named(active)}: \`npm run stage -- fault clear\` undoes it`,
    );
    return;
  }
  context.progress(`${named(active)} for ${flags.for / 1_000} s; Ctrl-C undoes it sooner`);
  await pause(flags.for, undefined, { signal: stopping }).catch(() => {});
  if (!opened.active().some((one) => one.fault === name && one.part === part)) {
    throw new NotPossible(`${named(active)} has already been undone by another command.`);
  }
  await opened.clear(active);
  context.answer({ injected: active, undone: true }, () => `undone: ${named(active)}`);
}

const named = ({ fault, part }: ActiveFault): string => `${fault} ${part}`;
