import {
  context,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Link,
  type Span,
  type SpanContext,
} from '@opentelemetry/api';
import { clockSkewMs, isCredibleTime } from '#contracts';
import type { MessagingObserver, Outcome, ReceivedMessage } from '#messaging';
import { messagingMetrics } from './messaging-metrics.js';
import { currentTraceparent, fail, sampledTraceId, tracer } from './spans.js';
import { contextOf, traceHeadersOf } from './traceparent.js';

/** Maximum number of links; a batch after an outage contains thousands of messages. */
const linksShown = 16;

/**
 * Turns messaging notifications into spans (semantic conventions for messaging 1.44) and metrics.
 *
 * - `send T` PRODUCER: child of the span that stored the outbox row, and parent of everything that follows. The message carries its
 *   traceparent, so a trace survives every process it passes through.
 * - `process T` CONSUMER: child of `send`, one per attempt. `eventstage.queue.wait_ms` is the time between the event
 *   and the attempt.
 * - `poll T` and `commit T` CLIENT: one per batch, and a batch belongs to many traces. As root spans they would outnumber all other
 *   traces. So `poll` is a child of the `send` of the batch's first sampled message, with links to the others; `commit` is a child
 *   of the `process` of its last message; if those are not sampled, there is none.
 *
 * @param options.clientId client id of this process at the broker; by default the service's name
 */
export function messagingObserver(service: string, { clientId = service } = {}): MessagingObserver {
  const measured = messagingMetrics();
  // `commit` is called with the last message of a batch: it belongs below the span that handled it.
  const lastProcessed = new Map<string, { offset: string; spanContext: SpanContext }>();

  return {
    currentTraceparent,

    sending: (messages) => {
      const startedAtMs = performance.now();
      const spans: Span[] = [];
      const outgoing = messages.map((message) => {
        const parent = contextOf(message.headers['traceparent']);
        const span = tracer.startSpan(`send ${message.topic}`, { kind: SpanKind.PRODUCER }, parent);
        if (span.isRecording()) {
          describe(span, 'send', 'send', message.topic, clientId);
          if (messages.length > 1) span.setAttribute('messaging.batch.message_count', messages.length);
          if (message.headers['ce_id']) span.setAttribute('messaging.message.id', message.headers['ce_id']);
          if (message.key !== null) span.setAttribute('messaging.kafka.message.key', message.key);
        }
        spans.push(span);
        return { ...message, headers: { ...message.headers, ...traceHeadersOf(span.spanContext()) } };
      });
      const done = (error?: unknown) => {
        for (const span of spans) {
          if (error !== undefined) fail(span, error);
          span.end();
        }
        measured.published(
          messages,
          (performance.now() - startedAtMs) / 1_000,
          error,
          spans[0] && sampledTraceId(spans[0]),
        );
      };
      return { messages: outgoing, done };
    },

    received: (group, messages) => {
      const links = sampledLinks(messages);
      const [first] = links;
      if (!first) return;
      const topic = messages[0]?.topic ?? '';
      const span = tracer.startSpan(
        `poll ${topic}`,
        { kind: SpanKind.CLIENT, links: links.slice(1) },
        trace.setSpanContext(ROOT_CONTEXT, first.context),
      );
      describe(span, 'poll', 'receive', topic, clientId);
      describePlace(span, group, messages[0]);
      span.setAttribute('messaging.batch.message_count', messages.length);
      span.end();
    },

    processing: (about, handle) =>
      processInSpan(measured, about, handle, (spanContext) => {
        lastProcessed.set(placeOf(about.group, about.message), { offset: about.message.offset, spanContext });
      }),

    retrying: ({ group, topic, attempt, pauseMs, error }) => {
      measured.retried(group, topic);
      trace.getActiveSpan()?.addEvent('retry', {
        attempt,
        pause_ms: pauseMs,
        reason: error instanceof Error ? error.message : String(error),
      });
    },

    deadLettered: ({ group, topic, reason }) => {
      measured.deadLettered(group, topic);
      trace.getActiveSpan()?.addEvent('dead letter', { reason });
    },

    missed: measured.missed,

    committed: (group, last) => {
      const processed = lastProcessed.get(placeOf(group, last));
      if (processed?.offset !== last.offset || !(processed.spanContext.traceFlags & 1)) return;
      const parent = trace.setSpanContext(ROOT_CONTEXT, processed.spanContext);
      const span = tracer.startSpan(`commit ${last.topic}`, { kind: SpanKind.CLIENT }, parent);
      describe(span, 'commit', 'settle', last.topic, clientId);
      describePlace(span, group, last);
      span.end();
    },

    outbox: measured.outbox,
  };
}

type Processing = Parameters<MessagingObserver['processing']>[0];

async function processInSpan(
  measured: ReturnType<typeof messagingMetrics>,
  { group, clientId, handler, message, attempt }: Processing,
  handle: () => Promise<Outcome>,
  onStart: (spanContext: SpanContext) => void,
): Promise<Outcome> {
  const startedAtMs = performance.now();
  const waitMs = queueWaitMs(message);
  const parent = contextOf(message.headers['traceparent']);
  const span = tracer.startSpan(`process ${message.topic}`, { kind: SpanKind.CONSUMER }, parent);
  if (span.isRecording()) {
    describe(span, 'process', 'process', message.topic, clientId);
    describePlace(span, group, message);
    if (message.headers['ce_id']) span.setAttribute('messaging.message.id', message.headers['ce_id']);
    if (waitMs !== undefined) span.setAttribute('eventstage.queue.wait_ms', waitMs);
    span.setAttribute('eventstage.handler', handler);
    span.setAttribute('eventstage.attempt', attempt);
  }
  const traceId = sampledTraceId(span);
  onStart(span.spanContext());
  let outcome: Outcome = 'failed';
  try {
    outcome = await context.with(trace.setSpan(parent, span), handle);
    if (outcome === 'failed' || outcome === 'dead-lettered')
      span.setStatus({ code: SpanStatusCode.ERROR, message: outcome });
    return outcome;
  } catch (error) {
    fail(span, error);
    throw error;
  } finally {
    span.setAttribute('eventstage.outcome', outcome);
    span.end();
    // The wait of a message is recorded once, however many times it is retried or redelivered.
    const waited = attempt <= 1 && outcome !== 'duplicate' && outcome !== 'rolled-back';
    if (waited && waitMs !== undefined) measured.waited(group, message.topic, waitMs / 1_000, traceId);
    measured.processed(group, message.topic, outcome, (performance.now() - startedAtMs) / 1_000, traceId);
  }
}

/** An event waits in its outbox while the brokers are unavailable, but a wait longer than this is not credible. */
const longestInOutboxMs = 24 * 60 * 60_000;

/**
 * From the time of the event (ce_time) if that is credible, otherwise from when the broker received it. Never negative.
 * @returns undefined if neither is credible, as in a message with made-up timestamps
 */
function queueWaitMs({ headers, timestampMs }: ReceivedMessage): number | undefined {
  const nowMs = Date.now();
  const gotAtMs = isCredibleTime(timestampMs, nowMs) ? timestampMs : undefined;
  const happenedAtMs = Date.parse(headers['ce_time'] ?? '');
  const latestMs = gotAtMs ?? nowMs;
  const isBelieved = happenedAtMs >= latestMs - longestInOutboxMs && happenedAtMs <= latestMs + clockSkewMs;
  const sinceMs = isBelieved ? happenedAtMs : gotAtMs;
  return sinceMs === undefined ? undefined : Math.max(0, nowMs - sinceMs);
}

function describe(span: Span, name: string, type: string, topic: string, clientId: string): void {
  span.setAttribute('messaging.system', 'kafka');
  span.setAttribute('messaging.operation.name', name);
  span.setAttribute('messaging.operation.type', type);
  span.setAttribute('messaging.destination.name', topic);
  span.setAttribute('messaging.client.id', clientId);
}

function describePlace(span: Span, group: string, message: ReceivedMessage | undefined): void {
  span.setAttribute('messaging.consumer.group.name', group);
  if (!message) return;
  span.setAttribute('messaging.destination.partition.id', String(message.partition));
  span.setAttribute('messaging.kafka.offset', Number(message.offset));
}

const placeOf = (group: string, { topic, partition }: ReceivedMessage): string => `${group} ${topic} ${partition}`;

/** The `send` spans of the sampled messages in a batch, oldest first. */
function sampledLinks(messages: readonly ReceivedMessage[]): Link[] {
  const links: Link[] = [];
  for (const { headers } of messages) {
    const sent = trace.getSpanContext(contextOf(headers['traceparent']));
    if (sent && sent.traceFlags & 1) links.push({ context: sent });
    if (links.length > linksShown) break;
  }
  return links;
}
