import { Guard } from '#guard';
import Fastify from 'fastify';
import { request } from 'undici';
import { refuseStrangers } from './refuse-strangers.js';

test('a foreign request is refused before its body is read, even on an unknown path', async () => {
  const fastify = Fastify();
  refuseStrangers(fastify, new Guard());
  const read: unknown[] = [];
  fastify.post('/orders', async ({ body }) => {
    read.push(body);
    return {};
  });
  const origin = await fastify.listen({ host: '127.0.0.1', port: 0 });
  const post = async (path: string, headers: Record<string, string>) => {
    const answer = await request(`${origin}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: '{}',
    });
    return [
      answer.statusCode,
      answer.headers['content-type'],
      ((await answer.body.json()) as { status: number }).status,
    ];
  };
  for (const path of ['/orders', '/nothing']) {
    const problem = 'application/problem+json; charset=utf-8';
    expect(await post(path, { host: 'evil.example' })).toEqual([421, problem, 421]);
    expect(await post(path, { 'sec-fetch-site': 'cross-site' })).toEqual([403, problem, 403]);
  }
  expect(read).toEqual([]);
  expect((await post('/orders', {}))[0]).toBe(200);
  await fastify.close();
});
