import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openHttpSender } from './http-sender.js';

test('only connections opened in advance are used', async () => {
  let connections = 0;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    setTimeout(() => response.end('{"orderId":"one"}'), 50);
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sender = openHttpSender({ origin, connections: 128, timeoutMs: 5_000, idField: 'orderId' });
  await sender.connect(20);
  expect([connections, new Set(asked).size]).toEqual([20, 1]);
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => sender.send({ method: 'POST', path: '/orders', body: {} })),
  );
  expect(answers.every(({ ending, id }) => ending === 'accepted' && id === 'one')).toBe(true);
  expect(connections).toBe(20);
  await sender.close();
  server.close();
});

test('a request without a free connection before its timeout is never sent', async () => {
  const asked: string[] = [];
  const firstAsked = Promise.withResolvers<() => void>();
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = () => response.end('{"orderId":"one"}');
    if (asked.length === 1) firstAsked.resolve(answer);
    else answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const sender = openHttpSender({ origin, connections: 1, timeoutMs: 500, idField: 'orderId', hangsUp: false });
  const ask = (path: string) => sender.send({ method: 'GET', path });
  const late = [ask('/first'), ask('/second')];
  const answerTheFirst = await firstAsked.promise;
  expect((await Promise.all(late)).map(({ ending }) => ending)).toEqual(['timed-out', 'timed-out']);
  const third = ask('/third');
  answerTheFirst();
  expect((await third).ending).toBe('accepted');
  expect(asked).toEqual(['/first', '/third']);
  await sender.close();
  server.close();
});
