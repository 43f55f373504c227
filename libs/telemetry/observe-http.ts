import { context, SpanKind, SpanStatusCode, trace, type Context, type Span } from '@opentelemetry/api';
import { operationsPaths } from '#contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { metrics } from './metrics/index.js';
import type { HistogramSeries } from './metrics/metric.js';
import { contextOf, sampledTraceId, tracer } from './spans.js';

/** The status shown for a request whose client went away before it was answered. No server ever sends it. */
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
 * Gives every request a SERVER span, a place in the metrics and a `trace-id` response header. To be called before the
 * routes are added. The handler, and whatever it awaits, runs with the span as its current one. What answers a body that could
 * not be read does not: it finds the trace in the response header.
 */
export function observeHttp(fastify: Pick<FastifyInstance, 'addHook' | 'decorateRequest'>): void {
  fastify.decorateRequest(watchedRequest, null);

  fastify.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unmatched';
    // Watching those who watch would bury what matters.
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
    // Not in onResponse, which is never called when the client gave up: the very requests one wants to see.
    reply.raw.once('close', () => finish(watched, request.method, reply.raw.writableEnded ? reply.statusCode : gaveUp));
    context.with(watched.context, done);
  });

  // Once more: a body is read in events of the socket, which know nothing of a context entered before.
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
    // As the conventions have it: a refusal (4xx) is no error of the server. An answer nobody waited for is.
    if (status >= 500 || status === gaveUp)
      span.setAttribute('error.type', String(status)).setStatus({ code: SpanStatusCode.ERROR });
  }
  span.end();
}

const seriesByRequest = new Map<string, HistogramSeries>();

/** Methods and routes come from the service's own table and statuses are few, so this stays small. */
function seriesOf(method: string, route: string, status: number): HistogramSeries {
  const name = `${method} ${status} ${route}`;
  let series = seriesByRequest.get(name);
  if (!series) {
    series = metrics.httpServerRequestDuration.bind({ method, route, status_code: String(status) });
    seriesByRequest.set(name, series);
  }
  return series;
}
