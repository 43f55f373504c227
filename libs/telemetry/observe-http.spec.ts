import { fastify } from 'fastify';
import type { AddressInfo } from 'node:net';
import { currentTraceId, metricsText, observeHttp } from './index.js';
import { recordSpans } from './recorded-spans.js';

const recorded = recordSpans();
const server = fastify();
const clientGone = Promise.withResolvers<void>();

beforeAll(async () => {
  observeHttp(server);
  server.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) =>
    reply.status(error.statusCode ?? 500).send({ traceId: currentTraceId() ?? reply.getHeader('trace-id') }),
  );
  server.get('/healthz', () => 'alive');
  server.get('/orders/:id', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return { traceId: currentTraceId() };
  });
  server.post('/orders', async () => {
    await new Promise((resolve) => setImmediate(resolve));
    return { traceId: currentTraceId() };
  });
  server.get('/slow', (_request, reply) => {
    reply.raw.once('close', clientGone.resolve);
    return new Promise(() => {});
  });
  server.post('/broken', () => {
    throw new Error('on purpose');
  });
  await server.ready();
});

beforeEach(() => void recorded.taken());
afterAll(async () => {
  await server.close();
  await recorded.stop();
});

const incoming = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };
const traceparent = `00-${incoming.traceId}-${incoming.spanId}-01`;

describe('observing HTTP', () => {
  it('names the span after the route, and returns its trace id', async () => {
    const answer = await server.inject('/orders/4711?x=1');
    const [span] = recorded.taken();
    expect(span).toMatchObject({ name: 'GET /orders/:id', kind: 'SERVER', parentId: undefined, failed: false });
    expect(span?.attributes).toEqual({
      'http.request.method': 'GET',
      'http.route': '/orders/:id',
      'url.path': '/orders/4711',
      'url.scheme': 'http',
      'http.response.status_code': 200,
    });
    expect(answer.headers['trace-id']).toBe(span?.traceId);
    expect(answer.json()).toEqual({ traceId: span?.traceId });
  });

  it('continues the trace of the request', async () => {
    await server.inject({ url: '/orders/1', headers: { traceparent } });
    expect(recorded.taken()).toMatchObject([{ traceId: incoming.traceId, parentId: incoming.spanId }]);
  });

  it('starts a new trace if the traceparent is invalid', async () => {
    await server.inject({ url: '/orders/1', headers: { traceparent: '00-nonsense' } });
    expect(recorded.taken()).toMatchObject([{ parentId: undefined }]);
  });

  it('records nothing of an unsampled trace, but still returns its id', async () => {
    const unsampled = `00-${incoming.traceId}-${incoming.spanId}-00`;
    const answer = await server.inject({ url: '/orders/1', headers: { traceparent: unsampled } });
    expect(recorded.taken()).toEqual([]);
    expect(answer.headers['trace-id']).toBe(incoming.traceId);
    expect(answer.json()).toEqual({ traceId: incoming.traceId });
  });

  it('keeps the span current in a handler that waited for its body', async () => {
    const address = await server.listen({ port: 0, host: '127.0.0.1' });
    const answer = await fetch(`${address}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ text: 'x'.repeat(100_000) }),
    });
    const [span] = recorded.taken();
    expect(await answer.json()).toEqual({ traceId: span?.traceId });
  });

  it('counts a server error as failed, but not a refusal', async () => {
    await server.inject({ method: 'POST', url: '/broken' });
    expect(recorded.taken()).toMatchObject([{ failed: true, attributes: { 'error.type': '500' } }]);
    await server.inject('/nowhere');
    expect(recorded.taken()).toMatchObject([{ name: 'GET unmatched', failed: false }]);
  });

  it('records a request whose client gave up as 499', async () => {
    const address = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
    await expect(fetch(`${address}/slow`, { signal: AbortSignal.timeout(50) })).rejects.toThrow('aborted');
    await clientGone.promise;
    expect(recorded.taken()).toMatchObject([
      { name: 'GET /slow', failed: true, attributes: { 'http.response.status_code': 499 } },
    ]);
  });

  it('returns the trace id even if the body could not be read', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await server.inject({ method: 'POST', url: '/orders', headers, body: '{"half":' });
    expect(answer.statusCode).toBe(400);
    expect(recorded.taken()).toMatchObject([{ name: 'POST /orders', traceId: answer.headers['trace-id'] }]);
    expect(answer.json()).toEqual({ traceId: answer.headers['trace-id'] });
  });

  it('ignores probes and scrapes', async () => {
    const answer = await server.inject('/healthz');
    expect(answer.headers['trace-id']).toBeUndefined();
    expect(recorded.taken()).toEqual([]);
  });

  it('measures by route and status, with the trace as exemplar', async () => {
    const answer = await server.inject('/orders/4712');
    const { contentType, body } = await metricsText();
    expect(contentType).toContain('application/openmetrics-text');
    const lines = body.split('\n').filter((line) => line.includes('route="/orders/:id"'));
    expect(lines.join('\n')).toContain(
      'http_server_request_duration_seconds_count{method="GET",route="/orders/:id",status_code="200"}',
    );
    expect(body).toMatch(/_bucket\{.*\} \d+ # \{trace_id="[0-9a-f]{32}"\} /);
    expect(body).not.toContain('orders/4712');
    expect(body).not.toContain('route="/healthz"');
    expect(answer.statusCode).toBe(200);
  });
});
