import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { operationsPaths } from '#contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { metrics } from './metrics/index.js';
import type { HistogramSeries } from './metrics/metric.js';
import { sampledTraceId, tracer } from './spans.js';
import { contextOf } from './traceparent.js';

/** The status recorded for a request whose client disconnected before the response. It is never sent. */
const gaveUp = 499;

const watchedRequest = Symbol('watchedRequest');

interface Watched {
  span: Span;
  context: Context;
  route: string;
  startedAtMs: number;
}

type WatchedRequest = FastifyRequest & { [watchedRequest]: Watched | null };

/**
 * Gives every request a SERVER span, metrics and a `trace-id` response header. Call it before adding routes. The handler, and what it
 * awaits, runs with the span as the current one. The error handler for an unreadable body does not: it finds the trace in the
 * response header.
 */
export function observeHttp(fastify: Pick<FastifyInstance, 'addHook' | 'decorateRequest'>): void {
  fastify.decorateRequest(watchedRequest, null);

  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    // Spans of probes and scrapes would bury what matters.
    if (operationsPaths.has(route)) return done();
    const parent = contextOf(request.headers['traceparent']);
    const span = tracer.startSpan(`${request.method} ${route}`, { kind: SpanKind.SERVER }, parent);
    if (span.isRecording()) {
      span.setAttribute('http.request.method', request.method);
      span.setAttribute('http.route', route);
      span.setAttribute('url.path', request.url.split('?', 1)[0] ?? '');
      span.setAttribute('url.scheme', 'http');
    }
    reply.header('trace-id', span.spanContext().traceId);
    const watched = { span, context: trace.setSpan(parent, span), route, startedAtMs: performance.now() };
    (request as WatchedRequest)[watchedRequest] = watched;
    // Not in onResponse, which is not called if the client gave up, and those requests are the interesting ones.
    reply.raw.once('close', () => finish(watched, request.method, reply.raw.writableEnded ? reply.statusCode : gaveUp));
    context.with(watched.context, done);
  });

  // Entered again: a body is read in socket events, which do not inherit the context entered before.
  fastify.addHook('preValidation', (request, _reply, done) => {
    const watched = (request as WatchedRequest)[watchedRequest];
    if (!watched || context.active() === watched.context) done();
    else context.with(watched.context, done);
  });
}

function finish({ span, route, startedAtMs }: Watched, method: string, status: number): void {
  seriesOf(method, route, status).observe((performance.now() - startedAtMs) / 1_000, sampledTraceId(span));
  if (span.isRecording()) {
    span.setAttribute('http.response.status_code', status);
    // According to the conventions a refusal (4xx) is not a server error. A response that came too late is.
    if (status >= 500 || status === gaveUp)
      span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

const seriesByRequest = new Map<string, HistogramSeries>();

/** Methods and routes come from the service's routing table and there are few statuses, so this stays small. */
function seriesOf(method: string, route: string, status: number): HistogramSeries {
  const name = `${method} ${status} ${route}`;
  let series = seriesByRequest.get(name);
  if (!series) {
    series = metrics.httpServerRequestDuration.bind({ method, route, status_code: String(status) });
    seriesByRequest.set(name, series);
  }
  return series;
}
