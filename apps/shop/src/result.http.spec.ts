import { openDatabase } from '#database';
import Fastify from 'fastify';
import { request } from 'undici';
import { requestIdOf } from './request-id.js';
import { ResultWatch } from './result-watch.js';
import { resultRoutes } from './result.http.js';

test('the limit counts listeners, even if they wait for the same request', async () => {
  // Never queried here: the watch does not run within the time of the test.
  const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', applicationName: 'test' });
  const watch = new ResultWatch(database);
  const fastify = Fastify({ forceCloseConnections: true });
  fastify.setErrorHandler((error: Error & { getStatus?: () => number }, _request, reply) =>
    reply.code(error.getStatus?.() ?? 500).send(error.message),
  );
  resultRoutes(fastify, { database, watch, mostListeners: 2 });
  const origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const requestId = requestIdOf({ memberId: 'member-0007', sku: 'coffee' }, 'key');
  const listen = () => request(`${origin}/gifticons/${requestId}/events`);
  const inside = [await listen(), await listen()];
  expect(inside.map(({ statusCode }) => statusCode)).toEqual([200, 200]);
  const third = await listen();
  expect([third.statusCode, third.headers['retry-after']]).toEqual([503, '1']);
  await third.body.dump();
  inside.forEach(({ body }) => body.on('error', () => {}).destroy());
  watch.stop();
  await fastify.close();
  await database.close();
});
