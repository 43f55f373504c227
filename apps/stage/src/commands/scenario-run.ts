import { reportJson, runScenario, scenarioNamed, speeds, type Choices, type Speed } from '#scenarios';
import { ensureToxiproxy, NotPossible, oneOf } from '#runtime';
import { Option, type Command } from 'commander';
import { relative } from 'node:path';
import { onStack } from '../borrowed-stack.js';
import type { ExitCode, StageContext } from '../context.js';
import { givenParameters, givenSeed } from '../given.js';
import { foldersOf, type FolderFlag } from '../story-folders.js';
import { exitCodes, reportFolder, untilVerdict } from '../verdict-run.js';
import { verdictText } from '../verdict-text.js';

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

/** `scenario run`: plays a scenario on the stack, with a verdict. */
export function registerRun(scenario: Command, context: StageContext): void {
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
}

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
