import { startTrialStack, type TrialStack } from '#runtime';
import { reportJson, runScenario, scenarioNamed, storiesFolder } from '#scenarios';
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Every story that is a file, but for the one that the journeys play by the command line. */
const stories = [storiesFolder, join(storiesFolder, 'learn')].flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.yaml') && file !== 'review-outage.yaml')
    .map((file) => join(folder, file)),
);

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

it.each(stories.map((file) => [file.slice(storiesFolder.length + 1), file]))(
  'the story %s is true, and its faults took effect',
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
    // How long an answer takes is the machine's affair, and a test does not race a clock: that one may fail here.
    const failed = expectations.filter(({ passed, text }) => !passed && !/p99|takes no longer/.test(text));
    expect({ failed, said: failed.length > 0 ? said : [] }).toEqual({ failed: [], said: [] });
  },
  300_000,
);
