import { ensureToxiproxy, isSameFault, NotPossible, whyDown } from '#runtime';
import { faultNamed, faults, openFaults, parameterText, type ActiveFault, type Faults } from '#scenarios';
import { setTimeout as pause } from 'node:timers/promises';
import type { Register, StageContext } from '../context.js';
import { givenDuration, givenParameters } from '../given.js';
import { table } from '../table.js';

/** Injects faults into parts, and undoes them. */
export const register: Register = (program, context) => {
  const fault = program.command('fault').description('inject faults into parts, and undo them');
  fault
    .command('list')
    .description('list every fault and what it does')
    .action(
      context.action(async () => {
        const found = faults.map(({ name, describes, kinds, onLinks, parameters, evidence }) => ({
          ...{
            name,
            describes,
            kinds: kinds ?? null,
            betweenParts: onLinks !== undefined,
            parameters: parameters ?? {},
            evidence: evidence.says,
          },
        }));
        context.answer(found, () =>
          table([
            ['fault', 'what it does', 'parameters', 'evidence'],
            ...found.map((one) => [one.name, one.describes, parameterText(one), one.evidence]),
          ]),
        );
      }),
    );
  const injecting = fault
    .command('inject')
    .argument('<fault>', 'name of the fault: see fault list')
    .argument('<part>', 'name of the part: see status')
    .argument(
      '[other]',
      'network faults: the part at the other end, or kafka for all brokers (default: every part it is connected to)',
    )
    .description('inject a fault; without --for it stays active until `fault clear`')
    .option('--with <name=value...>', 'parameters of the fault, for example by=2s share=100%')
    .option('--for <time>', 'undo it after this time, for example 30s', givenDuration);
  for (const [name, says] of parameterFlags()) injecting.option(`--${name} <value>`, says);
  injecting.action(
    context.action((name: string, part: string, other: string | undefined, flags: InjectFlags) =>
      inject(context, { name, part, other }, flags),
    ),
  );
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

/** Every fault parameter as a separate flag, described for each fault that has it. */
function parameterFlags(): Map<string, string> {
  const flags = new Map<string, string>();
  for (const { name, parameters = {} } of faults) {
    for (const [parameter, definition] of Object.entries(parameters)) {
      const says = `of ${name}: ${parameterText({ parameters: { [parameter]: definition } }).replace(/^[^:]*: /, '')}`;
      flags.set(parameter, [flags.get(parameter), says].filter(Boolean).join('; '));
    }
  }
  return flags;
}

async function open({ connect, settings, progress }: StageContext): Promise<Faults> {
  return openFaults({
    driver: await connect(),
    stateFolder: settings.stateFolder,
    bringToxiproxy: () => ensureToxiproxy(settings.toolsFolder, progress),
  });
}

interface InjectFlags extends Record<string, unknown> {
  for?: number;
  with?: string[];
}

interface Wanted {
  name: string;
  part: string;
  other: string | undefined;
}

/** @throws NotPossible if one is not `name=value` */
function parametersOf({ with: given = [], ...flags }: InjectFlags): Record<string, string> {
  const byFlag = [...parameterFlags().keys()].flatMap((name) =>
    typeof flags[name] === 'string' ? [[name, flags[name]] as const] : [],
  );
  return { ...Object.fromEntries(byFlag), ...givenParameters(given) };
}

async function inject(context: StageContext, { name, part, other }: Wanted, flags: InjectFlags): Promise<void> {
  const opened = await open(context);
  const { stopping } = context.interrupts;
  const active = await opened.inject(name, part, { with: parametersOf(flags), to: other });
  const passes = faultNamed(name).passes ?? false;
  if (flags.for === undefined || passes) {
    context.answer({ injected: active, undone: passes }, () =>
      passes ? `done: ${named(active)}` : `${named(active)}: \`npm run stage -- fault clear\` undoes it`,
    );
    return;
  }
  context.progress(`${named(active)} for ${flags.for / 1_000} s; Ctrl-C undoes it sooner`);
  await pause(flags.for, undefined, { signal: stopping }).catch(() => {});
  if (!opened.active().some((one) => isSameFault(one, active))) {
    throw new NotPossible(`${named(active)} has already been undone by another command.`);
  }
  await opened.clear(active);
  context.answer({ injected: active, undone: true }, () => `undone: ${named(active)}`);
}

const named = ({ fault, part, to }: ActiveFault): string => [fault, part, to].filter(Boolean).join(' ');
