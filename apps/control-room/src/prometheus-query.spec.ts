import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { askPrometheus, PrometheusAway, refuseRange } from './prometheus-query.js';

describe('refuseRange', () => {
  it('accepts the last five minutes at one second', () => {
    expect(refuseRange({ start: 1_000, end: 1_300, step: 1 })).toBeUndefined();
  });

  it('refuses more than an hour, more points than a screen has, and an end before the start', () => {
    expect(refuseRange({ start: 0, end: 3_601, step: 10 })).toMatch('at most 3600 s');
    expect(refuseRange({ start: 0, end: 3_600, step: 1 })).toMatch('step is too small');
    expect(refuseRange({ start: 10, end: 10, step: 1 })).toMatch('after start');
  });
});

describe('askPrometheus', () => {
  let server: Server;
  const seen: { path: string | undefined; body: string }[] = [];
  const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        seen.push({ path: request.url, body });
        const bad = body.includes('query=bad');
        response
          .writeHead(bad ? 400 : 200)
          .end(JSON.stringify(bad ? { status: 'error', error: 'parse error' } : { status: 'success', data: 7 }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it('answers in order, sends each query to its endpoint, and keeps an error in its place', async () => {
    const answers = await askPrometheus(url(), {
      start: 100,
      end: 400,
      step: 1,
      queries: [
        { kind: 'range', expr: 'up' },
        { kind: 'instant', expr: 'bad' },
        { kind: 'exemplars', expr: 'up' },
      ],
    });
    expect(answers).toEqual([{ data: 7 }, { error: 'parse error' }, { data: 7 }]);
    expect(seen.map(({ path }) => path).sort()).toEqual([
      '/api/v1/query',
      '/api/v1/query_exemplars',
      '/api/v1/query_range',
    ]);
    expect(seen.find(({ path }) => path === '/api/v1/query_range')?.body).toContain('start=100&end=400&step=1');
  });

  it('reports that Prometheus is unavailable if nothing listens', async () => {
    const asked = { start: 0, end: 1, step: 1, queries: [{ kind: 'instant' as const, expr: 'up' }] };
    await expect(askPrometheus('http://127.0.0.1:9', asked)).rejects.toThrow(PrometheusAway);
  });
});
