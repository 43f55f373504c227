import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { recordSpans } from '../telemetry/recorded-spans.js';
import { PartClient } from './part-client.js';

const client = new PartClient(60_000);
const impatient = new PartClient(50);
const spans = recordSpans();
let server: Server;
let url: string;
let given: IncomingHttpHeaders[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    given.push(request.headers);
    if (request.url === '/silent') return;
    response.statusCode = request.url === '/refuses' ? 422 : 201;
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

beforeEach(() => {
  given = [];
  spans.taken();
});

afterAll(async () => {
  await Promise.all([client.close(), impatient.close()]);
  server.closeAllConnections();
  server.close();
  await spans.stop();
});

test('a call carries its own span on, with the headers of the caller', async () => {
  expect(await client.post('member', `${url}/points`, { 'idempotency-key': 'k' }, { points: 1 })).toBe(201);
  const [span] = spans.taken();
  expect(span).toMatchObject({ name: 'POST /points', kind: 'CLIENT', failed: false });
  expect(span?.attributes).toMatchObject({ 'peer.service': 'member', 'http.response.status_code': 201 });
  expect(given).toMatchObject([
    {
      traceparent: `00-${span?.traceId}-${span?.spanId}-01`,
      'idempotency-key': 'k',
      'content-type': 'application/json',
    },
  ]);
});

test('a refusal is an answer, and its span has failed', async () => {
  expect(await client.post('member', `${url}/refuses`, {}, {})).toBe(422);
  expect(spans.taken()).toMatchObject([{ failed: true, attributes: { 'error.type': '422' } }]);
});

test('no answer in time is a TimeoutError, and its span has failed', async () => {
  await expect(impatient.post('member', `${url}/silent`, {}, {})).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(spans.taken()).toMatchObject([{ failed: true }]);
});
