import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Kafka, logLevel, type Admin } from 'kafkajs';
import { topics } from '#contracts';
import { openDatabase, type Database } from '#database';
import { waitFor } from '#runtime';
import { Service } from '#service';
import { OrderModule } from '../apps/order/src/order.module.js';
import { ReviewModule } from '../apps/review/src/review.module.js';
import { useTrialCluster } from '../libs/messaging/testing/cluster.js';
import { filesOf, watchCalls } from './files-on-the-way.js';

let apps: NestFastifyApplication[] = [];
let reviews: Database;
let groups: Admin;
let placed = 0;

// Registered before the cluster, so that it runs earlier: services leave their groups while there are brokers.
afterAll(async () => {
  await groups?.disconnect();
  await reviews?.close();
  await Promise.all(apps.map((app) => app.close()));
}, 60_000);
const cluster = useTrialCluster('journey-document');
const followed = /^(apps\/(order|review)\/src|libs\/messaging)\//;
const body = { memberId: 'member-0001', items: [{ sku: 'tea', quantity: 1, priceWon: 1_000 }] };

const document = readFileSync('docs/journey.md', 'utf8');

/** The files named in the tables of steps 1 to 3, within the traced code. */
function named(): string[] {
  const steps = document.split('\n## ').filter((section) => /^[123]\. /.test(section));
  const tables = steps.flatMap((section) => section.split('\n').filter((line) => line.startsWith('|')));
  const paths = tables.flatMap((line) => [...line.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path]) => path!));
  return [...new Set(paths.filter((path) => followed.test(path)))].sort();
}

async function open(name: 'order' | 'review', module: Type): Promise<NestFastifyApplication> {
  const { driver, brokers } = cluster();
  process.env['PORT'] = '1';
  process.env['DATABASE_URL'] = `postgres://${name}:eventstage@${driver.address('postgres')}/${name}`;
  process.env['KAFKA_BROKERS'] = brokers.join(',');
  const app = await NestFactory.create<NestFastifyApplication>(module, new FastifyAdapter(), { logger: false });
  await app.init();
  await app.get(Service).start();
  return app;
}

beforeAll(async () => {
  await cluster().admin.createTopics(topics);
  apps = [await open('order', OrderModule), await open('review', ReviewModule)];
  const orders = apps[0]!.get(Service).database;
  await orders.query('INSERT INTO known_members VALUES ($1)', [body.memberId]);
  reviews = openDatabase({
    url: `postgres://review:eventstage@${cluster().driver.address('postgres')}/review`,
    applicationName: 'journey-document',
  });
  groups = new Kafka({ clientId: 'journey-document', brokers: cluster().brokers, logLevel: logLevel.NOTHING }).admin();
  await groups.connect();
  await waitFor({ what: 'both services to be in their groups', limitMs: 180_000 }, async () =>
    (await Promise.all(apps.map((app) => app.get(Service).readiness()))).every(({ ready }) => ready),
  );
}, 300_000);

const within = (what: string) => ({ what, limitMs: 60_000, everyMs: 20 });

/** Places an order and waits until review has handled it, committed it and published the result. */
async function oneOrder(): Promise<void> {
  const response = await apps[0]!.inject({ method: 'POST', url: '/orders', payload: body });
  expect(response.statusCode).toBe(201);
  const { orderId } = response.json<{ orderId: string }>();
  await waitFor(within('the invitation'), async () => {
    const { rowCount } = await reviews.query('SELECT 1 FROM invitations WHERE order_id = $1', [orderId]);
    return rowCount === 1;
  });
  await waitFor(within('its event to be published'), async () => {
    const { rows } = await reviews.query<{ left: number }>('SELECT count(*)::int AS left FROM outbox');
    return rows[0]?.left === 0;
  });
  placed++;
  await waitFor(within('the offset to be committed'), async () => (await committed()) === placed);
}

/** Uses plain kafkajs: our own client would show up among the traced files. */
async function committed(): Promise<number> {
  const [topic] = await groups.fetchOffsets({ groupId: 'review', topics: ['order.placed'] });
  return (topic?.partitions ?? []).reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}

test('docs/journey.md names exactly the files that an order goes through', async () => {
  await oneOrder();
  const calls = await watchCalls(process.cwd());
  const idle = [];
  const times = [];
  for (let round = 0; round < 4; round++) {
    await calls.since();
    // Longer than any polling interval of the services.
    await pause(6_000);
    idle.push(await calls.since());
    await oneOrder();
    times.push(await calls.since());
  }
  await calls.close();
  const files = filesOf(times, idle).filter((file) => followed.test(file));
  expect(named()).toEqual(files);
  const below = files.filter((file) => file.startsWith('libs/messaging/brokers/'));
  expect(document).toContain(
    `through ${files.length - below.length} files, and ${below.length} more of the Kafka\nadapter`,
  );
}, 180_000);
