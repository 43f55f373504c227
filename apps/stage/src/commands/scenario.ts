import {
  reportJson,
  newStory,
  runScenario,
  scenarioNamed,
  scenariosIn,
  speeds,
  storiesFolder,
  type Choices,
  type Scenario,
  type Speed,
} from '#scenarios';
import { ensureToxiproxy, NotPossible, oneOf } from '#runtime';
import { Option } from 'commander';
import { existsSync, statSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { onStack } from '../borrowed-stack.js';
import type { ExitCode, Register, StageContext } from '../context.js';
import { givenParameters, givenSeed } from '../given.js';
import { exitCodes, reportFolder, untilVerdict } from '../verdict-run.js';
import { verdictText } from '../verdict-text.js';

interface FolderFlag {
  scenarios?: string;
}

interface RunFlags extends FolderFlag {
  speed: string;
  seed: number;
  only?: string;
  out?: string;
  withOutage?: boolean;
  variant?: string;
  with?: string[];
  providerLatency?: string;
  issuingSpeed?: string;
}

const defaultSeed = 42;

/** Stories that run on the stack and end in a verdict. */
export const register: Register = (program, context) => {
  const scenario = program.command('scenario').description('run scripted outages against the stack, with a verdict');
  scenario
    .command('list')
    .description('list every scenario, with a description; exit 2 if a file cannot be read, after listing the others')
    .option('--scenarios <dir>', 'also look in this folder')
    .action(
      context.action(async (flags: FolderFlag) => {
        const { scenarios, mistakes } = scenariosIn(foldersOf(flags));
        const found = scenarios.map(({ name, title, story, designs }) => ({
          ...{ name, title, story },
          designs: designs.map((design) => design.name),
        }));
        context.answer(found, () =>
          found
            .map(({ name, story }) => [name, ...new Set([story.en, story.ko].map((text) => `  ${text}`))].join('\n'))
            .join('\n'),
        );
        for (const mistake of mistakes) context.progress(mistake);
        return mistakes.length === 0 ? 0 : 2;
      }),
    );
  scenario
    .command('check')
    .argument('<file>', 'the scenario, for example mine.yaml')
    .description('validate a scenario without a running stack; exit 2 and report the first mistake')
    .action(
      context.action(async (file: string) => {
        const { name, designs, phases, expectations } = readable(file);
        const said = {
          name,
          designs: designs.map((design) => design.name),
          phases: phases.talk.map((phase) => phase.name),
        };
        context.answer({ ...said, expectations: expectations.length }, () => `${file} is valid`);
      }),
    );
  scenario
    .command('new')
    .argument('<name>', 'name of the new scenario')
    .description('write a commented scenario to <name>.yaml in this folder')
    .action(
      context.action(async (name: string) => {
        const file = beginStory(name);
        context.answer({ file }, () => `wrote ${file}: run it with \`npm run stage -- scenario run ${file}\``);
      }),
    );
  scenario
    .command('run')
    .argument('<name>', 'name of a scenario (see scenario list), or a file such as mine.yaml')
    .option('--scenarios <dir>', 'also look in this folder')
    .description('run a scenario with each of its designs and give a verdict: exit 0 passed, 1 failed, 2 inconclusive')
    .option('--speed <speed>', 'talk: the length for a live talk; fast: for tests', 'talk')
    .option('--seed <n>', 'the same seed gives the same orders at the same times', givenSeed, defaultSeed)
    .option('--only <design>', 'run only this design')
    .option('--out <dir>', 'folder for report.json, .md and .html (default: reports/<scenario>-<time>)')
    .option('--with-outage', 'also apply the faults that the scenario marks optional')
    .option('--variant <name>', 'run another variant of a design')
    .option('--with <name=value...>', 'set parameters of the load, for example provider-latency=60ms')
    .addOption(new Option('--provider-latency <time>').hideHelp())
    .addOption(new Option('--issuing-speed <n>').hideHelp())
    .action(context.action((name: string, flags: RunFlags) => run(context, name, flags)));
};

async function run(context: StageContext, name: string, flags: RunFlags): Promise<ExitCode> {
  const scenario = scenarioNamed(name, foldersOf(flags), choicesOf(flags));
  const speed: Speed = oneOf('speed', flags.speed, speeds);
  const designs = scenario.designs.map((design) => design.name);
  const only = flags.only === undefined ? undefined : oneOf('design', flags.only, designs);
  const folder = reportFolder(context.settings.root, scenario.name, flags.out);
  const { stopping } = context.interrupts;
  return untilVerdict(context, async () => {
    const { report, files } = await onStack(context, (driver) =>
      runScenario({
        ...{ driver, scenario, speed, only, folder, stopping },
        stateFolder: context.settings.stateFolder,
        seed: flags.seed,
        progress: context.progress,
        bringToxiproxy: () => ensureToxiproxy(context.settings.toolsFolder, context.progress),
      }),
    );
    context.answer(reportJson(report), () => `${verdictText(report)}\n\n${shortPath(files.html)}`);
    return exitCodes[report.verdict.outcome];
  });
}

/** @throws NotPossible if there is no such folder */
function foldersOf({ scenarios }: FolderFlag): string[] {
  if (scenarios === undefined) return [storiesFolder];
  if (!statSync(scenarios, { throwIfNoEntry: false })?.isDirectory()) {
    throw new NotPossible(`There is no folder ${scenarios}: give --scenarios a folder that contains scenarios.`);
  }
  return [storiesFolder, scenarios];
}

/** @throws NotPossible if it cannot be read, or for the first mistake in it */
function readable(file: string): Scenario {
  if (!existsSync(file)) throw new NotPossible(`There is no file ${file}: \`scenario new <name>\` writes one.`);
  return scenarioNamed(file);
}

/** @throws NotPossible for an invalid name, or if the file exists */
function beginStory(name: string): string {
  const story = newStory(name);
  const file = `${name}.yaml`;
  if (existsSync(file)) throw new NotPossible(`${file} already exists: choose another name, or edit it.`);
  writeFileSync(file, story);
  return file;
}

/** @throws NotPossible for an option of an earlier version, with its replacement */
function choicesOf({ withOutage, variant, providerLatency, issuingSpeed, ...flags }: RunFlags): Choices {
  if (providerLatency !== undefined) {
    throw new NotPossible(
      `--provider-latency is no longer an option: write --with provider-latency=${providerLatency}.`,
    );
  }
  if (issuingSpeed !== undefined) {
    throw new NotPossible(`--issuing-speed is no longer an option: write --with issuing-speed=${issuingSpeed}/s.`);
  }
  return {
    ...(withOutage && { withOutage }),
    ...(variant !== undefined && { variant }),
    with: givenParameters(flags.with),
  };
}

/** Relative if it is below the working directory. */
function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short.startsWith('..') ? file : short;
}
