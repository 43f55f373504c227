import { missingToxiproxy, NotPossible, parts, type Driver } from '#runtime';
import {
  drawSchedule,
  runCampaign,
  scheduleAsStory,
  scheduleFromStory,
  shrink,
  targetsOf,
  tightened,
  writeCampaignReport,
  type TimedFault,
  type WrittenSchedule,
} from '#scenarios';
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { onStack } from '../borrowed-stack.js';
import { campaignText } from '../campaign-text.js';
import type { ExitCode, Register, StageContext } from '../context.js';
import { givenCount, givenDuration, givenRate, givenSeed } from '../given.js';
import { exitCodes, reportFolder, untilVerdict } from '../verdict-run.js';

interface CampaignFlags {
  seed?: number;
  for?: number;
  rate: number;
  faults?: string;
  atOnce: number;
  out?: string;
}

interface ShrinkFlags {
  tries: number;
  out?: string;
}

const shortestMs = 20_000;
const usualMs = 120_000;

/** Random faults under load, and an independent checker. */
export const register: Register = (program, context) => {
  const campaign = program
    .command('campaign')
    .description(
      'inject random faults under load, clear them, and check every order: exit 0 if nothing is lost, duplicated or out of order, 1 if something is, 2 if inconclusive',
    )
    .option('--seed <n>', 'the same seed gives the same schedule (default: a new one)', givenSeed)
    .option('--for <time>', 'duration, for example 10m (default: 2m)', givenDuration)
    .option('--rate <n>', 'orders per second', givenRate, 40)
    .option('--faults <names>', 'only these, such as kill,pause: see fault list (default: all that are possible here)')
    .option('--at-once <n>', 'maximum number of concurrent faults', givenCount, 2)
    .option('--out <dir>', 'folder for the report (default: reports/campaign-<seed>-<time>)')
    .action(context.action((flags: CampaignFlags) => run(context, flags)));
  campaign
    .command('shrink')
    .argument('<file>', 'the schedule of a failed campaign, or any scenario with faults')
    .description('remove faults while it still fails, and write the rest to a file')
    .option('--tries <n>', 'how often fewer faults must pass to count as passing', givenCount, 2)
    .option('--out <dir>', 'folder for the reports and the smaller file (default: reports/shrink-<time>)')
    .action(context.action((file: string, flags: ShrinkFlags) => makeSmaller(context, file, flags)));
};

async function run(context: StageContext, flags: CampaignFlags): Promise<ExitCode> {
  const forMs = flags.for ?? usualMs;
  if (forMs < shortestMs) throw new NotPossible('--for is at least 20s: faults need time to be injected and cleared.');
  if (flags.atOnce < 1 || flags.atOnce > 5) throw new NotPossible('--at-once is from 1 to 5.');
  const seed = flags.seed ?? Date.now() % 2 ** 31;
  const seconds = Math.round(forMs / 1_000);
  const wanted = flags.faults?.split(',');
  // Report a misspelt name, or a missing tool, before a stack is started for it.
  const drawsNetwork = targetsOf(parts, { wanted, network: true }).some(({ fault }) => fault.onLinks);
  const network = drawsNetwork && (await networkIsPossible(context, wanted !== undefined));
  const folder = reportFolder(context.settings.root, `campaign-${seed}`, flags.out);
  return untilVerdict(context, async () => {
    const { json, files } = await onStack(context, async (driver) => {
      const targets = targetsOf(await driver.parts(), { wanted, network });
      const schedule = drawSchedule({ seed, seconds, atOnce: flags.atOnce, targets });
      context.progress(`${schedule.length} faults in ${seconds} s, drawn with --seed ${seed}`);
      return play(context, driver, { seed, seconds, ratePerSecond: flags.rate, schedule }, folder);
    });
    const { html, story } = files;
    const again =
      story === undefined ? [] : [`\`npm run stage -- campaign shrink ${story}\` makes the schedule smaller`];
    context.answer(json, () => [campaignText(json), '', html, ...again].join('\n'));
    return exitCodes[json.outcome];
  });
}

/**
 * Makes network faults possible, where they are. Otherwise says that they are left out.
 * @param asked whether they were asked for by name
 * @throws NotPossible if they were, and are not possible
 */
async function networkIsPossible({ settings, progress }: StageContext, asked: boolean): Promise<boolean> {
  const hindrance =
    settings.runtime === 'native'
      ? await missingToxiproxy(settings.toolsFolder, progress)
      : 'Network faults are not possible with containers.';
  if (hindrance !== undefined && asked) throw new NotPossible(hindrance);
  if (hindrance !== undefined) progress(`network faults are left out. ${hindrance}`);
  return hindrance === undefined;
}

async function makeSmaller(context: StageContext, file: string, flags: ShrinkFlags): Promise<ExitCode> {
  if (flags.tries < 1 || flags.tries > 10) throw new NotPossible('--tries is from 1 to 10.');
  if (!existsSync(file)) throw new NotPossible(`There is no file ${file}: a campaign that fails writes one.`);
  const written = scheduleFromStory(file);
  const folder = reportFolder(context.settings.root, 'shrink', flags.out);
  return untilVerdict(context, async () => {
    const left = await onStack(context, async (driver) => {
      let played = 0;
      const fails = async (schedule: readonly TimedFault[]): Promise<boolean> => {
        for (let tried = 1; tried <= flags.tries; tried++) {
          context.progress(`\n${schedule.length} faults, try ${tried} of ${flags.tries}`);
          const fewer = tightened({ ...written, schedule });
          const { json } = await play(context, driver, { seed: played, ...fewer }, join(folder, `${++played}`));
          if (json.outcome === 'failed') return true;
        }
        return false;
      };
      if (!(await fails(written.schedule))) {
        throw new NotPossible(`${file} did not fail in ${flags.tries} tries: there is nothing to make smaller.`);
      }
      return shrink(written.schedule, fails);
    });
    const smaller = join(folder, 'smaller.yaml');
    await writeFile(
      smaller,
      scheduleAsStory(`Smaller than ${basename(file)}`, tightened({ ...written, schedule: left })),
    );
    const answer = { file: smaller, before: written.schedule.length, after: left.length };
    context.answer(answer, () => `${answer.before} faults before, ${answer.after} after: ${smaller}`);
    return 0;
  });
}

async function play(
  { progress, interrupts, settings: { stateFolder } }: StageContext,
  driver: Driver,
  campaign: WrittenSchedule & { seed: number },
  folder: string,
) {
  const { stopping } = interrupts;
  const record = await runCampaign({ ...campaign, driver, folder, progress, stopping, stateFolder });
  return writeCampaignReport(record, folder);
}
