import { topics, type GroupLag } from '#contracts';
import { openKafka, openKafkaAdmin, type Broker, type Consumption, type KafkaAdmin } from '#messaging';
import { startTrialStack, waitFor, type RunningStack } from '#runtime';
import { strangerTo, type Stranger } from '../../../libs/messaging/testing/stranger.js';
import { lagOf } from './lag.js';
import { remakeTopics } from './remake-topics.js';
import { scraper, type Scrape } from './scrape.js';

const topic = 'order.placed';
const startLimitMs = 300_000;
const within = (what: string) => ({ what, limitMs: 60_000, everyMs: 200 });

let stack: RunningStack;
let admin: KafkaAdmin;
let broker: Broker;
let stranger: Stranger;
let scrape: () => Promise<Scrape>;

async function look(): Promise<Map<string, Omit<GroupLag, 'drainSeconds'>>> {
  const { groups, first, found, atMs } = await scrape();
  return new Map(groups.map((reading) => [reading.group, lagOf(reading, first, found, atMs)]));
}

beforeAll(async () => {
  stack = await startTrialStack({ root: process.cwd(), name: 'lag-watcher', backendsOnly: true });
  const brokers = ['kafka-1', 'kafka-2', 'kafka-3'].map((part) => stack.driver.address(part));
  admin = openKafkaAdmin({ brokers, clientId: 'lag-watcher-contract' });
  broker = openKafka({ brokers, clientId: 'lag-watcher-contract' });
  await admin.connect();
  await admin.createTopics(topics);
  await broker.connect();
  scrape = scraper(admin, ['named']).look;
  stranger = strangerTo(brokers);
}, startLimitMs);

afterAll(async () => {
  await broker?.close();
  await admin?.close();
  await stack?.stop();
}, startLimitMs);

const publish = (count: number) =>
  broker.publish(Array.from({ length: count }, (_, key) => ({ topic, key: String(key), value: '{}', headers: {} })));

const consume = (group: string, from = topic): Promise<Consumption> =>
  broker.consume({ group, topics: [from], clientId: group, onBatch: async () => {} });

/** The lag once it is as expected: changes of groups and offsets become visible after a moment. */
async function seen(group: string, what: string, expected: (lag: Omit<GroupLag, 'drainSeconds'>) => boolean) {
  let found: Omit<GroupLag, 'drainSeconds'> | undefined;
  await waitFor(within(`${group}: ${what}`), async () => {
    found = (await look()).get(group);
    return found !== undefined && expected(found);
  });
  return found!;
}

describe('the lag watcher on a real cluster', () => {
  test('a group that never committed has an unknown lag, not 0', async () => {
    await publish(30);
    const coupon = await seen('coupon', 'to be known', ({ members }) => members === 0);
    expect(coupon).toMatchObject({ state: 'no-commit', lag: null, ageSeconds: null, hasCommitted: false });
    expect(coupon.partitions.filter((partition) => partition.topic === topic)).toHaveLength(3);
  }, 90_000);

  test('lag and age stay correct while the consumer is dead, and after it is gone for good', async () => {
    const consumption = await consume('review');
    const alive = await seen(
      'review',
      'to have consumed everything',
      ({ lag, state }) => lag === 0 && state === 'stable',
    );
    expect(alive).toMatchObject({ ageSeconds: 0, members: 1, hasCommitted: true });
    await consumption.stop();
    await seen('review', 'to be empty', ({ state }) => state === 'empty');

    const publishedAtMs = Date.now();
    await publish(12);
    const behind = await seen('review', 'to be behind', ({ lag }) => lag === 12);
    expect(behind).toMatchObject({ state: 'empty', members: 0 });
    const later = await seen('review', 'to be 3 seconds behind', ({ ageSeconds }) => (ageSeconds ?? 0) >= 3);
    expect(later.lag).toBe(12);
    expect(Math.abs(later.ageSeconds! - (Date.now() - publishedAtMs) / 1_000)).toBeLessThan(2);

    const again = await consume('review');
    expect(await seen('review', 'to have caught up', ({ lag }) => lag === 0)).toMatchObject({ ageSeconds: 0 });
    await again.stop();
  }, 120_000);

  test('two groups on one topic each have their own lag and age', async () => {
    const [first, second] = [await admin.endOffsets([topic]), await publish(9).then(() => admin.endOffsets([topic]))];
    const oldest = await admin.firstOffsets([topic]);
    await admin.setOffsets('member', oldest);
    await admin.setOffsets('order-view', first);
    const total = (offsets: { offset: string }[]) => offsets.reduce((sum, { offset }) => sum + Number(offset), 0);

    const member = await seen(
      'member',
      'to stand at the beginning',
      ({ lag }) => lag === total(second) - total(oldest),
    );
    const view = await seen('order-view', 'to be nine behind', ({ lag }) => lag === 9);
    expect(member.ageSeconds!).toBeGreaterThan(view.ageSeconds! + 1);
    expect((await look()).get('member')!.lag).toBe(member.lag);
  }, 90_000);

  test('a busy group never appears to be ahead of the end', async () => {
    const consumption = await consume('busy');
    let publishing = true;
    const producer = (async () => {
      while (publishing) await publish(50);
    })();
    await seen('busy', 'to be seen', ({ hasCommitted }) => hasCommitted);
    for (let round = 0; round < 30; round++) {
      const partitions = (await look()).get('busy')?.partitions ?? [];
      for (const { committed, end, lag } of partitions) {
        expect(committed ?? 0).toBeLessThanOrEqual(end);
        expect(lag ?? 0).toBeGreaterThanOrEqual(0);
      }
    }
    publishing = false;
    await producer;
    await seen('busy', 'to have caught up', ({ lag }) => lag === 0);
    await consumption.stop();
  }, 120_000);

  test('what cannot be consumed is no lag: transaction markers, and deleted records', async () => {
    const consumption = await consume('reader');
    await admin.setOffsets('coupon', await admin.firstOffsets([topic]));
    const before = await seen('coupon', 'to stand at the beginning', ({ lag }) => (lag ?? 0) > 0);
    await stranger.transact(topic, ['a', 'b'], 'commit');
    await stranger.transact(topic, ['c', 'd', 'e'], 'abort');
    await stranger.transact(topic, ['f'], 'commit');
    const endsOf = ({ partitions }: typeof before) => partitions.reduce((sum, { end }) => sum + end, 0);
    const after = await seen('coupon', 'to see three transactions', (now) => endsOf(now) - endsOf(before) === 9);
    expect(after.lag).toBe(before.lag! + 3);

    const reader = await seen('reader', 'to have consumed everything', ({ lag }) => lag === 0);
    expect(reader).toMatchObject({ ageSeconds: 0 });
    await consumption.stop();
    // Before the last marker, where a client that does not commit past markers stays.
    const beforeTheMarker = (await admin.endOffsets([topic])).map((at) =>
      at.partition === 0 ? { ...at, offset: String(Number(at.offset) - 1) } : at,
    );
    await admin.setOffsets('coupon', beforeTheMarker);
    const stands = await seen('coupon', 'to have consumed everything', ({ lag }) => lag === 0);
    expect(stands.partitions.some(({ committed, end }) => committed! < end)).toBe(true);
    expect(stands).toMatchObject({ ageSeconds: 0 });

    await admin.setOffsets('coupon', await admin.firstOffsets([topic]));
    await seen('coupon', 'to stand at the beginning again', ({ lag }) => (lag ?? 0) > 0);
    await stranger.deleteRecords(topic, await admin.endOffsets([topic]));
    expect(await seen('coupon', 'to have nothing left to consume', ({ lag }) => lag === 0)).toMatchObject({
      ageSeconds: 0,
    });
  }, 180_000);

  test('records behind an open transaction are lag, and as old as their arrival', async () => {
    const theirs = 'strangers.transaction';
    await stranger.createTopic(theirs);
    const consumption = await consume('held-up', theirs);
    await seen('held-up', 'to be seen', ({ lag }) => lag === 0);
    const takeBack = await stranger.leaveOpen(theirs, ['a']);
    await stranger.publish(
      theirs,
      [0, 0, 1].map((partition) => ({ partition, value: 'x' })),
    );
    const held = await seen('held-up', 'to be held up', ({ lag, ageSeconds }) => lag === 3 && (ageSeconds ?? 0) > 1);
    expect(held.partitions.find(({ partition }) => partition === 0)).toMatchObject({ end: 3, lag: 3 });
    await takeBack();
    await seen('held-up', 'to have caught up', ({ lag, ageSeconds }) => lag === 0 && ageSeconds === 0);
    await consumption.stop();
  }, 120_000);

  test('a deleted topic affects only its own figures, and is recreated if it is ours', async () => {
    const [ours, theirs] = ['video.failed', 'strangers.topic'];
    await stranger.createTopic(theirs);
    const [theirConsumption, video] = [await consume('stranger', theirs), await consume('video', ours)];
    expect(await seen('stranger', 'to be seen', ({ lag }) => lag === 0)).toMatchObject({ alerting: false, members: 1 });
    expect(await seen('video', 'to be seen', ({ lag }) => lag === 0)).toMatchObject({ alerting: true });
    await stranger.deleteTopics(ours, theirs);
    const blind = await waitFor(within('both topics to be gone'), async () => {
      const now = await scrape();
      return !now.ends.some((end) => end.topic === ours || end.topic === theirs) && now;
    });
    expect(blind).toMatchObject({ unanswered: [], missing: [ours] });
    expect((await look()).get('reader')).toMatchObject({ lag: 0 });
    await theirConsumption.stop();

    const said: object[] = [];
    const remake = remakeTopics({ admin, log: { warn: (about) => void said.push(about) } });
    await remake(blind.missing, 3);
    expect(said).toEqual([{ topics: [ours] }]);
    await waitFor(within('the topic to be back'), async () => (await scrape()).missing.length === 0);
    const [state] = await admin.describeTopics([ours]);
    expect(state!.partitions.map(({ replicas }) => replicas.length)).toEqual([3, 3, 3]);
    await stranger.publish(
      ours,
      [0, 1, 2].map((partition) => ({ partition, value: 'x' })),
    );
    await seen('video', 'to read the new topic', ({ partitions }) =>
      partitions.filter((at) => at.topic === ours).every(({ end, lag }) => end === 1 && lag === 0),
    );
    await video.stop();
  }, 180_000);

  test('a record is as old as its arrival, whatever its timestamp', async () => {
    const theirs = 'strangers.times';
    await stranger.createTopic(theirs);
    const consumption = await consume('clocks', theirs);
    await seen('clocks', 'to be seen', ({ lag }) => lag === 0);
    await consumption.stop();
    const times = [0, Date.UTC(1999, 0), Date.UTC(2100, 0)];
    const arrivedAfter = Date.now();
    await stranger.publish(
      theirs,
      times.map((time, partition) => ({ partition, value: 'x', timestamp: String(time) })),
    );
    const behind = await seen(
      'clocks',
      'to be behind and dated',
      ({ lag, ageSeconds }) => lag === 3 && ageSeconds! > 1,
    );
    for (const { ageSeconds } of behind.partitions) {
      expect(ageSeconds).not.toBeNull();
      expect(ageSeconds!).toBeLessThanOrEqual((Date.now() - arrivedAfter) / 1_000 + 2);
    }
    // Another watcher did not observe their arrival: the age is unknown to it.
    const another = scraper(admin).look;
    const unseen = await waitFor(within('another watcher to see it'), async () => {
      const { groups, first, found, atMs } = await another();
      const reading = groups.find(({ group, ends }) => group === 'clocks' && ends.length === 3);
      return reading && lagOf(reading, first, found, atMs);
    });
    expect(unseen).toMatchObject({ lag: 3, ageSeconds: null });
  }, 180_000);
});
