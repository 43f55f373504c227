import { missingToxiproxy, startTrialStack, type TrialStack } from '#runtime';
import { drawSchedule, runCampaign, targetsOf, writeCampaignReport } from '#scenarios';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Without Toxiproxy, schedules have no network faults, as for anybody. */
const network = (await missingToxiproxy(join(process.cwd(), '.eventstage', 'tools'))) === undefined;
let stack: TrialStack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-campaign-'));
  stack = await startTrialStack({ root: process.cwd(), name: 'campaign' });
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const fresh = Date.now() % 2 ** 31;

it.each([
  ['of a fixed seed', 2026],
  [`of a new seed, ${fresh}`, fresh],
])(
  'in two minutes of random faults %s nothing is lost, duplicated or out of order',
  async (_what, seed) => {
    const { driver, settings } = stack;
    const seconds = 120;
    const targets = targetsOf(await driver.parts(), { network });
    const said: string[] = [];
    const record = await runCampaign({
      ...{ driver, seed, seconds, folder, stateFolder: settings.stateFolder, ratePerSecond: 30 },
      schedule: drawSchedule({ seed, seconds, atOnce: 2, targets }),
      progress: (line) => void said.push(line),
      stopping: new AbortController().signal,
    });
    const { json, files } = await writeCampaignReport(record, folder);
    expect({ outcome: json.outcome, reasons: json.reasons, examples: json.checker.examples, said }).toMatchObject({
      ...{ outcome: 'passed', reasons: [] },
      examples: { lost: [], unseen: [], doubled: [], contradicted: [], outOfOrder: [], withoutCause: [] },
    });
    // The checker did check something: every accepted order, and effects with an order.
    expect(json.checker.completed + json.checker.deadLettered).toBeGreaterThanOrEqual(json.accepted);
    expect(json.checker.comparedInOrder).toBeGreaterThan(json.accepted / 2);
    expect(json.tookEffect).toBeGreaterThan(10);
    const page = await readFile(files.html, 'utf8');
    expect(page).toContain('Fault campaign');
    expect(page).not.toMatch(/src="http|href="http/);
  },
  600_000,
);
