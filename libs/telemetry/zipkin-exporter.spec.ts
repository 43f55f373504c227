import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SpanKind, type SpanOptions } from '@opentelemetry/api';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider, type ReadableSpan } from '@opentelemetry/sdk-trace';
import { toZipkin, ZipkinSpanExporter } from './zipkin-exporter.js';

const kept = new InMemorySpanExporter();
const tracer = new TracerProvider({
  resource: resourceFromAttributes({ 'service.name': 'order' }),
  spanProcessors: [new SimpleSpanProcessor({ exporter: kept })],
}).getTracer('tested');

function span(name: string, options: SpanOptions): ReadableSpan {
  kept.reset();
  tracer.startSpan(name, options).end();
  return kept.getFinishedSpans()[0] as ReadableSpan;
}

const kafka = (type: string) => ({ 'messaging.system': 'kafka', 'messaging.operation.type': type });

describe('a span in the format of Zipkin', () => {
  it('points to the broker where messages are sent or received', () => {
    const send = toZipkin(span('send order.placed', { kind: SpanKind.PRODUCER, attributes: kafka('send') }));
    expect(send).toMatchObject({
      name: 'send order.placed',
      kind: 'PRODUCER',
      localEndpoint: { serviceName: 'order' },
      remoteEndpoint: { serviceName: 'kafka' },
      tags: { 'messaging.system': 'kafka' },
    });
    expect(send.duration).toBeGreaterThanOrEqual(1);
    expect(Math.abs(send.timestamp / 1_000 - Date.now())).toBeLessThan(5_000);
    const process = toZipkin(span('process', { kind: SpanKind.CONSUMER, attributes: kafka('process') }));
    expect(process.remoteEndpoint).toEqual({ serviceName: 'kafka' });
  });

  it('points to the part that was called over HTTP', () => {
    const call = toZipkin(span('POST /points', { kind: SpanKind.CLIENT, attributes: { 'peer.service': 'member' } }));
    expect(call).toMatchObject({ kind: 'CLIENT', remoteEndpoint: { serviceName: 'member' } });
  });

  it('draws no arrow for poll and commit', () => {
    const poll = toZipkin(span('poll', { kind: SpanKind.CLIENT, attributes: kafka('receive') }));
    expect(poll.kind).toBeUndefined();
    expect(poll.remoteEndpoint).toBeUndefined();
    expect(poll.tags['otel.span_kind']).toBe('CLIENT');
    const commit = toZipkin(span('commit', { kind: SpanKind.CLIENT, attributes: kafka('settle') }));
    expect(commit.remoteEndpoint).toBeUndefined();
  });

  it('keeps links as a tag', () => {
    const context = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: 1 };
    const linked = toZipkin(span('poll', { links: [{ context }] }));
    expect(linked.tags['otel.links']).toBe(`${context.traceId}/${context.spanId}`);
  });
});

describe('the exporter', () => {
  let server: Server;
  let url: string;
  let answer = 202;
  const received: unknown[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', (part: Buffer) => (body += part.toString()));
      request.on('end', () => {
        received.push(...(JSON.parse(body) as unknown[]));
        response.writeHead(answer).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v2/spans`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  const exported = (exporter: ZipkinSpanExporter) =>
    new Promise<{ code: number }>((resolve) => exporter.export([span('one', {}), span('two', {})], resolve));

  it('exports spans and reports how many', async () => {
    const told: unknown[] = [];
    const exporter = new ZipkinSpanExporter(url, (...what) => told.push(what));
    expect((await exported(exporter)).code).toBe(0);
    expect(told).toEqual([['sent', 2]]);
    expect(received).toMatchObject([{ name: 'one' }, { name: 'two' }]);
    await exporter.shutdown();
  });

  it('counts spans that the store rejected, or was not up to accept, as lost, and continues', async () => {
    const told: unknown[] = [];
    answer = 500;
    const exporter = new ZipkinSpanExporter(url, (...what) => told.push(what));
    expect((await exported(exporter)).code).toBe(1);
    const nobody = new ZipkinSpanExporter('http://127.0.0.1:1/api/v2/spans', (...what) => told.push(what));
    expect((await exported(nobody)).code).toBe(1);
    expect(told).toEqual([
      ['lost', 2],
      ['lost', 2],
    ]);
    await Promise.all([exporter.shutdown(), nobody.shutdown()]);
  });
});
