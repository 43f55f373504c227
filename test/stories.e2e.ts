import { missingFfmpeg, missingToxiproxy, startTrialStack, type TrialStack } from '#runtime';
import { faultNamed, reportJson, runScenario, scenarioNamed, storiesFolder } from '#scenarios';
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The journeys run one from the command line, and the cases of the talk have their own tests. */
const elsewhere = ['review-outage.yaml', 'christmas-burst.yaml', 'video-queue.yaml'];

const stories = [storiesFolder, join(storiesFolder, 'learn')].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && !elsewhere.includes(file))
    .map((file) => join(folder, file)),
);

/** Why no network fault is possible on this machine; undefined when they are. */
const withoutNetwork = await missingToxiproxy(join(process.cwd(), '.eventstage', 'tools'));
const faultsOf = (file: string) => scenarioNamed(file).phases.fast.flatMap(({ faults = [] }) => faults);
const breaksNetwork = (file: string) => faultsOf(file).some(({ fault }) => faultNamed(fault).onLinks);
const refusesWrites = (file: string) => faultsOf(file).some(({ fault }) => fault === 'refuse-writes');
const uploadsClips = (file: string) => scenarioNamed(file).designs.some(({ load }) => load.part === 'video');

/** Why a story cannot run on this machine; undefined if it can. */
function hindrance(file: string): string | undefined {
  if (withoutNetwork !== undefined && breaksNetwork(file)) return withoutNetwork;
  if (process.platform !== 'linux' && refusesWrites(file)) return 'needs Linux';
  return missingFfmpeg().length > 0 && uploadsClips(file) ? 'needs ffmpeg' : undefined;
}
const namesOf = (files: readonly string[]) => files.map((file) => [file.slice(storiesFolder.length + 1), file]);

let stack: TrialStack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-stories-'));
  stack = await startTrialStack({ root: process.cwd(), name: 'stories' });
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

for (const file of stories.filter((one) => hindrance(one) !== undefined)) {
  it.skip(`the story ${file.slice(storiesFolder.length + 1)} passes (${hindrance(file)})`, () => {});
}

it.each(namesOf(stories.filter((file) => hindrance(file) === undefined)))(
  'the story %s passes, and its faults take effect',
  async (_name, file) => {
    const said: string[] = [];
    const { report } = await runScenario({
      driver: stack.driver,
      stateFolder: stack.settings.stateFolder,
      scenario: scenarioNamed(file),
      speed: 'fast',
      seed: 11,
      folder: await mkdtemp(join(folder, 'report-')),
      progress: (line) => void said.push(line),
      stopping: new AbortController().signal,
    });
    const { expectations, evidence } = reportJson(report);
    expect({ evidence: evidence.filter(({ seen }) => seen === null), said }).toEqual({ evidence: [], said });
    // Response times depend on the machine, and a test must not race a clock: those expectations may fail here.
    const failed = expectations.filter(({ passed, text }) => !passed && !/p99|takes no longer/.test(text));
    expect({ failed, said: failed.length > 0 ? said : [] }).toEqual({ failed: [], said: [] });
  },
  300_000,
);
