import { jest } from '@jest/globals';
import { deadLetterTopic } from '#contracts';
import type { Database } from '#database';
import { waitFor } from '#runtime';
import { setTimeout as pause } from 'node:timers/promises';
import { openKafka } from './brokers/kafka/broker.js';
import { openMicroBatcher } from './publish/micro-batcher.js';
import { batchReaction, type Reaction } from './consume/reaction.js';
import { useTrialCluster } from './testing/cluster.js';
import { openTrialService, trialHeaders, type TrialService } from './testing/trial-service.js';

/** What high volume needs: batches in, batches out, nothing lost and nothing duplicated. */
jest.setTimeout(180_000);
const cluster = useTrialCluster('crowd-contract');
let database: Database;
let service: TrialService;

beforeAll(async () => {
  database = await cluster().database('review');
});
beforeEach(async () => {
  service = await openTrialService(cluster(), database);
});
afterEach(() => service.close());

const orders = (count: number) => Array.from({ length: count }, (_, n) => ({ orderId: `order-${n}`, n }));
const onces = (count: number) => Object.fromEntries(orders(count).map(({ orderId }) => [orderId, 1]));

/** A batch reaction that writes one effect and one answer per event, and records the batch sizes. */
function together(sizes: number[], refuse: (n: number) => boolean = () => false): Reaction {
  return batchReaction(service.asked, 'write-effects', async (events, { transaction }) => {
    sizes.push(events.length);
    const data = events.map((event) => event.data);
    await transaction.query('INSERT INTO effects SELECT * FROM unnest($1::text[], $2::int[])', [
      data.map(({ orderId }) => orderId),
      data.map(({ n }) => n),
    ]);
    const refused = data.find(({ n }) => refuse(n));
    if (refused) throw new Error(`${refused.orderId} is refused`);
    events.forEach(({ publish }, at) => publish(service.answered, data[at]!));
  });
}

const effectsToBe = (wanted: Record<string, number>) =>
  waitFor({ what: `${Object.keys(wanted).length} effects`, limitMs: 60_000 }, async () => {
    const effects = await service.effects();
    if (Object.keys(effects).length < Object.keys(wanted).length) {
      throw new Error(`${Object.keys(effects).length} effects`);
    }
    expect(effects).toEqual(wanted);
    return true;
  });

describe('a batch reaction', () => {
  it('gets events together, and answers each of them, even if they are delivered twice', async () => {
    const sizes: number[] = [];
    await service.ask(orders(200));
    await service.ask(orders(200));
    const messaging = await service.start({ reactions: [together(sizes)] });
    await effectsToBe(onces(200));
    await waitFor({ what: '200 answers', limitMs: 60_000 }, async () => {
      return (await service.read(service.answered.type)).length === 200;
    });
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(200);
    expect(sizes.length).toBeLessThan(50);
    await messaging.stop();
  });

  it('isolates the one event at fault, and handles its neighbours', async () => {
    await service.ask(orders(60));
    await service.start({ reactions: [together([], (n) => n === 31)] });
    const { 'order-31': _, ...sound } = onces(60);
    await effectsToBe(sound);
    const dead = await waitFor({ what: 'the dead letter', limitMs: 60_000 }, async () => {
      const letters = await service.read(deadLetterTopic(service.name));
      return letters.length > 0 && letters;
    });
    expect(dead.map(({ key, headers }) => [key, headers.dl_handler])).toEqual([['order-31', 'write-effects']]);
    await pause(500);
    expect(await service.effects()).toEqual(sound);
  });

  it('rests for as long as it asks, and can still be stopped', async () => {
    const { handleAll } = together([]);
    const resting = batchReaction(service.asked, 'write-effects', async (events, scope) => {
      await handleAll?.(events, scope);
      return { restMs: 120_000 };
    });
    const [first, second] = orders(2);
    await service.ask([first!]);
    const messaging = await service.start({ reactions: [resting] });
    await effectsToBe(onces(1));
    await service.ask([second!]);
    await pause(1_000);
    await messaging.stop();
    expect(await service.effects()).toEqual(onces(1));
    // Another member is not resting, and gets what was waiting, and nothing twice.
    await service.start({ reactions: [resting] });
    await effectsToBe(onces(2));
  });
});

describe('the micro-batcher', () => {
  it('loses and duplicates nothing when a broker is killed under load', async () => {
    const broker = openKafka({ brokers: cluster().brokers, clientId: 'crowd' });
    await broker.connect();
    const batcher = openMicroBatcher({ broker, maxWaitMs: 20_000 });
    const [topic] = await cluster().topics(1);
    const accepted: string[] = [];
    const put = async (id: string) => {
      const message = { topic: topic!, key: id, value: id, headers: trialHeaders(topic!, id) };
      // A message that was not accepted may be missing; an accepted one must be there exactly once.
      await batcher.put(message).then(
        () => accepted.push(id),
        () => {},
      );
    };
    const puts: Promise<void>[] = [];
    for (let n = 0; n < 3_000; n++) {
      puts.push(put(`message-${n}`));
      if (n === 1_000) await cluster().driver.kill('kafka-2');
      if (n % 10 === 0) await pause(10);
    }
    await Promise.all(puts);
    await batcher.close();
    await broker.close();
    await cluster().driver.start('kafka-2');
    const stored = new Map<string, number>();
    for (const { value } of await service.read(topic!)) stored.set(value, (stored.get(value) ?? 0) + 1);
    expect(accepted.length).toBeGreaterThan(1_000);
    expect(accepted.filter((id) => !stored.has(id))).toEqual([]);
    expect([...stored].filter(([, times]) => times > 1)).toEqual([]);
  });
});
