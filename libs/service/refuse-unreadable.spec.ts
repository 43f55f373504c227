import Fastify from 'fastify';
import { once } from 'node:events';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { refuseNul, unreadable } from './refuse-unreadable.js';

const fastify = Fastify({ ...unreadable });
let port: number;

beforeAll(async () => {
  refuseNul(fastify);
  fastify.get('/orders/:id', async () => ({}));
  await fastify.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = fastify.server.address() as AddressInfo);
});
afterAll(() => fastify.close());

async function answerTo(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  socket.write(text);
  await once(socket, 'close');
  return answer;
}

const get = (path: string): string => `GET ${path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n`;

test.each([
  ['bytes that are not HTTP', 'hello\r\n\r\n', 400],
  ['a length that is not a number', 'POST / HTTP/1.1\r\nhost: localhost\r\ncontent-length: x\r\n\r\n', 400],
  ['headers that are too long', `GET / HTTP/1.1\r\nhost: localhost\r\nx: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ['a path that is not UTF-8', get('/orders/%ff'), 400],
  ['a name that is too long', get(`/orders/${'x'.repeat(200)}`), 414],
  ['a NUL in the path', get('/orders/a%00b'), 400],
  ['a NUL in the query', get('/orders/a?page=%00'), 400],
  ['a NUL in the name of a query', get('/orders/a?%00=1'), 400],
  ['a NUL in one of several values', get('/orders/a?page=1&page=%00'), 400],
])('%s is refused with problem details', async (_what, request, status) => {
  const answer = await answerTo(request);
  expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
  expect(answer.toLowerCase()).toContain('content-type: application/problem+json');
  expect((JSON.parse(answer.slice(answer.indexOf('{'))) as { status: number }).status).toBe(status);
});

test('an ordinary request is answered', async () => {
  expect(await answerTo(get('/orders/a?page=1'))).toMatch(/^HTTP\/1.1 200 /);
});
