import { setTimeout as pause } from 'node:timers/promises';
import { openKafka, openKafkaAdmin } from '#messaging';
import { metricsText } from '#telemetry';
import { lagOf } from '../apps/lag-watcher/src/lag.js';
import { scraper } from '../apps/lag-watcher/src/scrape.js';
import { showGroups, showTopics } from '../apps/lag-watcher/src/show.js';
import { median, type Benchmark, type BenchContext } from './benchmark.js';

const size = { groups: 10, topics: 10, partitions: 6 };
const looks = 50;

/** The cost of measuring lag: ten groups, each reading ten topics of six partitions. */
export const lagWatcherBenchmark: Benchmark = {
  name: 'lag-watcher',
  only: [],
  async run(context) {
    const admin = openKafkaAdmin({ brokers: context.kafkaBrokers, clientId: 'bench-lag-watcher' });
    await admin.connect();
    try {
      await readBy(context, admin);
      const { look } = scraper(admin);
      // The first reading finds the groups; the next ones compile the code.
      for (let round = 0; round < 10; round++) await look();
      const tookMs: number[] = [];
      const cpuMs: number[] = [];
      for (let round = 0; round < looks; round++) {
        const cpuBefore = process.cpuUsage();
        const startedAtMs = performance.now();
        const scrape = await look();
        tookMs.push(performance.now() - startedAtMs);
        showGroups(
          scrape.groups.map((group) => ({
            ...lagOf(group, scrape.first, scrape.found, scrape.atMs),
            drainSeconds: null,
          })),
        );
        showTopics(scrape);
        await metricsText();
        const { user, system } = process.cpuUsage(cpuBefore);
        cpuMs.push((user + system) / 1_000);
        await pause(100);
      }
      const what = `lag of ${size.groups} groups x ${size.topics} topics x ${size.partitions} partitions`;
      return [
        { what: `${what}, asked of the brokers`, figure: median(tookMs), unit: 'ms', bar: { atMost: 30 } },
        // One reading a second: a tenth of the milliseconds is the share in percent.
        {
          what: `${what}, a look and a scrape each second`,
          figure: median(cpuMs) / 10,
          unit: '% of a core',
          bar: { atMost: 3 },
        },
      ];
    } finally {
      await admin.close();
    }
  },
};

/** Lets ten groups join, commit their start and leave: their offsets stay. */
async function readBy({ kafkaBrokers }: BenchContext, admin: ReturnType<typeof openKafkaAdmin>): Promise<void> {
  const topics = Array.from({ length: size.topics }, (_, index) => `bench-lag-${index}`);
  const groups = Array.from({ length: size.groups }, (_, index) => `bench-lag-${index}`);
  const { partitions } = size;
  await admin.createTopics(
    topics.map((name) => ({ name, partitions, retentionMs: 3_600_000, holds: 'events' as const })),
  );
  const broker = openKafka({ brokers: kafkaBrokers, clientId: 'bench-lag' });
  await broker.connect();
  const consume = (group: string) => broker.consume({ group, topics, clientId: group, onBatch: async () => {} });
  await Promise.all(groups.map(consume));
  const limit = Date.now() + 60_000;
  while (Date.now() < limit) {
    const committed = await Promise.all(groups.map((group) => admin.committedOffsets(group)));
    if (committed.every((offsets) => offsets.length === size.topics * size.partitions)) break;
    await pause(200);
  }
  await broker.close();
}
