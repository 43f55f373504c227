import { deadLetterTopic } from '#contracts';
import type { Database } from '#database';
import { waitFor } from '#runtime';
import { once } from 'node:events';
import { GiveUp } from '../errors.js';
import { longReaction, type LongSteps } from './long-reaction.js';
import type { Reaction } from './reaction.js';
import { useTrialCluster } from '../testing/cluster.js';
import { openTrialService, type TrialService } from '../testing/trial-service.js';

const cluster = useTrialCluster('long-reaction');
let database: Database;
let service: TrialService;

beforeEach(async () => {
  database ??= await cluster().database('review');
  service = await openTrialService(cluster(), database);
}, 60_000);
afterEach(() => service?.close(), 30_000);

interface Data {
  orderId: string;
  n: number;
}

/** What happened, in order. */
let steps: string[] = [];

function long(prepare: LongSteps<TrialService['asked'], Data>['prepare']): Reaction {
  steps = [];
  return longReaction(service.asked, 'write-effect', {
    async prepare(event, work) {
      steps.push('prepare');
      return prepare(event, work);
    },
    async handle(_event, { transaction, publish }, { orderId, n }) {
      steps.push('handle');
      await transaction.query('INSERT INTO effects VALUES ($1, $2)', [orderId, n]);
      publish(service.answered, { orderId, n });
    },
    async discard() {
      steps.push('discard');
    },
    async giveUp(event, { publish }) {
      publish(service.answered, { ...event.data, n: -1 });
    },
  });
}

const within = (what: string) => ({ what, limitMs: 60_000, everyMs: 50 });
const effectOnce = (orderId: string) =>
  waitFor(within(`one effect of ${orderId}`), async () => (await service.effects())[orderId] === 1);

test('holds no transaction while it prepares, and its progress is published immediately', async () => {
  const open = Promise.withResolvers<void>();
  const react = long(async (event, { publishNow }) => {
    await publishNow(service.answered, { ...event.data, n: 50 });
    await open.promise;
    return event.data;
  });
  await service.start({ reactions: [react] });
  await service.ask([{ orderId: 'a', n: 1 }]);
  await waitFor(within('the news'), async () => (await service.read(service.answered.type)).length === 1);
  const { rows } = await database.query<{ held: number }>(
    `SELECT count(*)::int AS held FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'`,
  );
  expect(rows[0]?.held).toBe(0);
  expect(await service.effects()).toEqual({});
  open.resolve();
  await effectOnce('a');
}, 120_000);

test('the same event delivered twice is prepared once and has one effect', async () => {
  await service.start({ reactions: [long(async (event) => event.data)] });
  await service.ask([{ orderId: 'a', n: 1 }]);
  await service.ask([{ orderId: 'a', n: 1 }]);
  await service.ask([{ orderId: 'a', n: 2 }], ['another-event']);
  await waitFor(within('both events'), async () => (await service.effects())['a'] === 2);
  expect(steps).toEqual(['prepare', 'handle', 'discard', 'prepare', 'handle', 'discard']);
}, 120_000);

test('two members that prepare the same event concurrently have one effect between them', async () => {
  const react = long(async (event) => {
    // Meanwhile another member, which got the partition, finishes the event.
    await database.query(
      `INSERT INTO inbox (handler, event_id, outcome) VALUES ('write-effect', 'event-a-1', 'handled')`,
    );
    return event.data;
  });
  await service.start({ reactions: [react] });
  await service.ask([{ orderId: 'a', n: 1 }]);
  await waitFor(within('the work to be discarded'), async () => steps.includes('discard'));
  expect(steps).toEqual(['prepare', 'discard']);
  expect(await service.effects()).toEqual({});
}, 120_000);

test('work that is interrupted by a stop does not count as a failure: the next member starts over', async () => {
  let begun = 0;
  const react = long(async (event, { stopping }) => {
    if (++begun === 1) {
      await once(stopping, 'abort');
      throw new Error('interrupted');
    }
    return event.data;
  });
  const first = await service.start({ reactions: [react], retry: { attempts: 1, firstPauseMs: 1, longestPauseMs: 1 } });
  await service.ask([{ orderId: 'a', n: 1 }]);
  await waitFor(within('the work to begin'), async () => begun === 1);
  await first.stop();
  expect(await service.read(deadLetterTopic(service.name))).toEqual([]);
  await service.start({ reactions: [react] });
  await effectOnce('a');
}, 120_000);

test('giving up writes a dead letter with the reason, and publishes it in the same transaction', async () => {
  const react = long(async () => {
    throw new GiveUp('it is broken');
  });
  await service.start({ reactions: [react] });
  await service.ask([{ orderId: 'a', n: 1 }]);
  const [letter] = await waitFor(within('the dead letter'), async () => {
    const letters = await service.read(deadLetterTopic(service.name));
    return letters.length > 0 && letters;
  });
  expect(letter).toMatchObject({
    key: 'a',
    headers: { dl_reason: 'GiveUp: it is broken', dl_handler: 'write-effect' },
  });
  await waitFor(within('the answer'), async () => (await service.read(service.answered.type)).length === 1);
  expect(steps).toEqual(['prepare']);
}, 120_000);
