import { findToxiproxy, FaultJournal, missingToxiproxy, waitFor, type PartState } from '#runtime';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announcer } from '../../engine/announce.js';
import { openFaults, type Faults } from '../inject.js';
import { SmallStack } from './testing/small-stack.js';

const toolsFolder = join(process.cwd(), '.eventstage', 'tools');
const missing = await missingToxiproxy(toolsFolder);
const withToxiproxy =
  missing === undefined
    ? describe
    : (title: string, tests: () => void) => describe.skip(`${title} (${missing})`, tests);

const silent: Announcer = { faults: async () => {}, scenario: async () => {}, recovery: async () => {} };
const network: [string, Record<string, string>][] = [
  ['cut', {}],
  ['delay', { latency: '150ms' }],
  ['bandwidth', { rate: '40' }],
  ['reset', {}],
  ['half-open', {}],
];

let stack: SmallStack;
let stateFolder: string;
/** Each call acts as a separate process: all they share is the journal. */
const open = (): Faults => openFaults({ stateFolder, driver: stack.driver(), announcer: silent });
const review = async () => (await stack.driver().parts()).find(({ name }) => name === 'review') as PartState;
const limitMs = 20_000;

/**
 * Waits until the service gets an answer from the part to a request sent from now on; slower answers may precede it on
 * a busy machine.
 * @returns how long that took, ms
 */
async function answered(part: string, { withinMs = Infinity } = {}): Promise<number> {
  const from = performance.now();
  await waitFor({ what: `review to get an answer of ${part}`, limitMs }, () => {
    const last = stack.answers.get(part);
    return last !== undefined && last.atMs - last.afterMs > from && last.afterMs < withinMs;
  });
  return stack.answers.get(part)?.afterMs as number;
}

withToxiproxy('a fault between two parts', () => {
  beforeEach(async () => {
    stateFolder = mkdtempSync(join(tmpdir(), 'network-'));
    stack = new SmallStack(findToxiproxy(toolsFolder) as string);
    await stack.open();
    await answered('kafka-2');
  });
  afterEach(async () => {
    await stack.close();
    rmSync(stateFolder, { recursive: true });
  });

  it.each(network)(
    '%s is seen to take effect, leaves others alone, and is undone by the next process',
    async (name, written) => {
      const faults = open();
      const active = await faults.inject(name, 'review', { with: written, to: 'kafka-2' });
      expect(new FaultJournal(stateFolder).read()).toMatchObject([{ fault: name, part: 'review', to: 'kafka-2' }]);
      const before = await review();
      let seen: string | null = null;
      await waitFor({ what: `evidence of ${name}`, limitMs }, async () => {
        seen = await faults.evidence(active, before, 0);
        return seen !== null;
      });
      expect(seen).toMatch(/^review to kafka-2: /);
      await answered('kafka-1', { withinMs: 140 });

      expect(await open().clearAll()).toHaveLength(1);
      expect(stack.faults.current()).toEqual({});
      expect(await open().evidence(active, before, 0)).toBeNull();
      await answered('kafka-2', { withinMs: 140 });
    },
  );

  it.each(['cut', 'reset', 'half-open'])('%s blocks every answer', async (name) => {
    await open().inject(name, 'review', { to: 'postgres' });
    const last = stack.answers.get('postgres')?.atMs;
    for (let others = 0; others < 10; others++) await answered('kafka-1');
    expect(stack.answers.get('postgres')?.atMs).toBe(last);
  });

  it('delay makes the service wait as long as configured', async () => {
    await open().inject('delay', 'review', { with: { latency: '150ms' }, to: 'postgres' });
    expect(await answered('postgres')).toBeGreaterThan(145);
  });

  it('half-open leaves a connection open on which nothing arrives', async () => {
    await open().inject('half-open', 'review', { to: 'kafka-1' });
    expect(stack.faults.effects().ways).toMatchObject([{ open: 1, escaped: 0, failed: 0 }]);
  });

  it('applies to all connections of a part if no other is named, or to all brokers', async () => {
    const faults = open();
    const all = await faults.inject('delay', 'review');
    expect(stack.faults.effects().ways).toHaveLength(4);
    await faults.clear(all);
    await faults.inject('delay', 'kafka', { to: 'review' });
    expect(stack.faults.effects().ways).toHaveLength(3);
  });

  it('stays active when another one on the same connection is undone', async () => {
    const faults = open();
    await faults.inject('delay', 'review', { with: { latency: '150ms' }, to: 'kafka-2' });
    const cut = await faults.inject('cut', 'review', { to: 'kafka' });
    await open().clear(cut);
    expect(await answered('kafka-2')).toBeGreaterThan(145);
    await answered('kafka-1', { withinMs: 140 });
  });

  it('is active again after Toxiproxy crashed and was restarted', async () => {
    const faults = open();
    const active = await faults.inject('delay', 'review', { with: { latency: '150ms' }, to: 'kafka-2' });
    await stack.driver().kill('toxiproxy');
    await stack.driver().start('toxiproxy');
    await open().remind('toxiproxy');
    expect(await answered('kafka-2')).toBeGreaterThan(145);
    expect(await faults.evidence(active, await review(), 0)).toMatch(/review to kafka-2: answered after/);
  });

  it('is applied again to a restarted service', async () => {
    await open().inject('delay', 'review', { to: 'kafka-2' });
    const ways = stack.faults.current();
    stack.faults.set({});
    await open().remind('review');
    expect(stack.faults.current()).toEqual(ways);
  });

  it('is undone when Toxiproxy is gone: the service connects directly', async () => {
    await open().inject('cut', 'review', { to: 'kafka-2' });
    await stack.driver().kill('toxiproxy');
    await open().clearAll();
    expect(stack.faults.current()).toEqual({});
    await answered('kafka-2');
  });

  it('is refused in containers before anything is touched, naming what is possible there', async () => {
    const driver = { ...stack.driver(), runtime: 'compose' } as const;
    const faults = openFaults({ stateFolder, driver, announcer: silent });
    await expect(faults.inject('cut', 'review', { to: 'kafka' })).rejects.toThrow(/containers: use pause or kill/);
    await expect(faults.prepare('cut')).rejects.toThrow(/containers: use pause or kill/);
    expect(stack.started).toBe(false);
  });

  it.each<[string, Record<string, string>, string, RegExp]>([
    ['delay', { latency: '2m' }, 'kafka', /latency of 'delay' must be between 1ms and 10s, not 2m/],
    ['cut', {}, 'prometheus', /no connection between review and 'prometheus'/],
    ['kill', {}, 'kafka', /'kill' is done to one part: leave out 'kafka'/],
  ])('%s with %j to %s is refused before anything is touched', async (name, written, to, sentence) => {
    await expect(open().inject(name, 'review', { with: written, to })).rejects.toThrow(sentence);
    expect(open().active()).toEqual([]);
    expect(stack.started).toBe(false);
  });
});
