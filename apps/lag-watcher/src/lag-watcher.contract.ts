import { topics } from '#contracts';
import { openKafka, openKafkaAdmin, type Broker, type Consumption, type KafkaAdmin } from '#messaging';
import { startTrialStack, waitFor, type RunningStack } from '#runtime';
import { lagOf, type GroupLag } from './lag.js';
import { scraper } from './scrape.js';

const topic = 'order.placed';
const startLimitMs = 180_000;
const within = (what: string) => ({ what, limitMs: 60_000, everyMs: 200 });

let stack: RunningStack;
let admin: KafkaAdmin;
let broker: Broker;
let look: () => Promise<Map<string, Omit<GroupLag, 'drainSeconds'>>>;

beforeAll(async () => {
  stack = await startTrialStack({ root: process.cwd(), name: 'lag-watcher', backendsOnly: true });
  const brokers = ['kafka-1', 'kafka-2', 'kafka-3'].map((part) => stack.driver.address(part));
  admin = openKafkaAdmin({ brokers, clientId: 'lag-watcher-contract' });
  broker = openKafka({ brokers, clientId: 'lag-watcher-contract' });
  await admin.connect();
  await admin.createTopics(topics);
  await broker.connect();
  const scrape = scraper(admin);
  look = async () => {
    const { groups, writtenAtMs, atMs } = await scrape();
    return new Map(groups.map((reading) => [reading.group, lagOf(reading, writtenAtMs, atMs)]));
  };
}, startLimitMs);

afterAll(async () => {
  await broker?.close();
  await admin?.close();
  await stack?.stop();
}, startLimitMs);

const publish = (count: number) =>
  broker.publish(Array.from({ length: count }, (_, key) => ({ topic, key: String(key), value: '{}', headers: {} })));

const consume = (group: string, onBatch = async (): Promise<void> => {}): Promise<Consumption> =>
  broker.consume({ group, topics: [topic], clientId: group, onBatch });

/** What is seen once it is as expected: a group and its offsets are seen a moment after they change. */
async function seen(group: string, what: string, expected: (lag: Omit<GroupLag, 'drainSeconds'>) => boolean) {
  let found: Omit<GroupLag, 'drainSeconds'> | undefined;
  await waitFor(within(`${group}: ${what}`), async () => {
    found = (await look()).get(group);
    return found !== undefined && expected(found);
  });
  return found!;
}

describe('the lag watcher on a real cluster', () => {
  test('a group that never committed has no lag, and that is not 0', async () => {
    await publish(30);
    const coupon = await seen('coupon', 'to be seen', () => true);
    expect(coupon).toMatchObject({ state: 'no-commit', lag: null, ageSeconds: null, hasCommitted: false, members: 0 });
    expect(coupon.partitions.filter((partition) => partition.topic === topic)).toHaveLength(3);
  }, 90_000);

  test('lag and age stay right when the consumer is dead, and after it is gone for good', async () => {
    const consumption = await consume('review');
    const alive = await seen('review', 'to have read everything', ({ lag, state }) => lag === 0 && state === 'stable');
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

  test('two groups on one topic each have a lag and an age of their own', async () => {
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

  test('a busy group never seems to have read what was not yet written', async () => {
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
});
