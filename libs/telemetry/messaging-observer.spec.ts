import type { OutgoingMessage, ReceivedMessage } from '#messaging';
import { currentTraceId, inSpan, messagingObserver, metricsText } from './index.js';
import { recordSpans } from './recorded-spans.js';

const recorded = recordSpans();
const order = messagingObserver('order', { clientId: 'order-1' });
const review = messagingObserver('review', { clientId: 'review-1' });

beforeEach(() => void recorded.taken());
afterAll(() => recorded.stop());

const outgoing = (traceparent?: string): OutgoingMessage => ({
  topic: 'order.placed',
  key: 'k',
  value: '{}',
  headers: { ce_id: 'event-1', ...(traceparent && { traceparent }) },
});

const received = (headers: Record<string, string>, more: Partial<ReceivedMessage> = {}): ReceivedMessage => ({
  topic: 'order.placed',
  partition: 2,
  offset: '41',
  key: 'k',
  value: Buffer.from('{}'),
  headers,
  timestampMs: Date.now(),
  ...more,
});

const processing = (message: ReceivedMessage) => ({
  group: 'review',
  clientId: 'review-1',
  handler: 'invite',
  message,
  attempt: 1,
});

/** The headers of a message of this trace after it was sent. */
async function sent(): Promise<ReceivedMessage> {
  const traceparent = await inSpan('request', {}, async () => order.currentTraceparent());
  const { messages, done } = order.sending([outgoing(traceparent)]);
  done();
  return received({ ...messages[0]?.headers });
}

describe('observing messaging', () => {
  it('makes one trace of the request, its message, the reaction, and what the reaction publishes', async () => {
    const message = await sent();
    let stored: string | undefined;
    await review.processing(processing(message), async () => {
      await new Promise((resolve) => setImmediate(resolve));
      stored = review.currentTraceparent();
      return 'handled';
    });
    review.sending([{ ...outgoing(stored), topic: 'review.invited' }]).done();

    const [request, send, process, sendOn] = recorded.taken();
    expect([send?.name, process?.name, sendOn?.name]).toEqual([
      'send order.placed',
      'process order.placed',
      'send review.invited',
    ]);
    expect([send?.kind, process?.kind]).toEqual(['PRODUCER', 'CONSUMER']);
    expect([send?.parentId, process?.parentId, sendOn?.parentId]).toEqual([
      request?.spanId,
      send?.spanId,
      process?.spanId,
    ]);
    expect(new Set([request, send, process, sendOn].map((span) => span?.traceId)).size).toBe(1);
  });

  it('describes a sent message according to the semantic conventions', async () => {
    await sent();
    const [, send] = recorded.taken();
    expect(send?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'send',
      'messaging.operation.type': 'send',
      'messaging.destination.name': 'order.placed',
      'messaging.client.id': 'order-1',
      'messaging.message.id': 'event-1',
      'messaging.kafka.message.key': 'k',
    });
  });

  it('describes a handled message according to the semantic conventions, with its queue wait', async () => {
    const message = await sent();
    recorded.taken();
    message.headers['ce_time'] = new Date(Date.now() - 100_000).toISOString();
    await review.processing(processing(message), async () => 'handled');
    const [process] = recorded.taken();
    const waitMs = process?.attributes['eventstage.queue.wait_ms'] as number;
    expect(waitMs).toBeGreaterThanOrEqual(100_000);
    expect(waitMs).toBeLessThan(105_000);
    expect(process?.attributes).toEqual({
      'messaging.system': 'kafka',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': 'order.placed',
      'messaging.destination.partition.id': '2',
      'messaging.consumer.group.name': 'review',
      'messaging.client.id': 'review-1',
      'messaging.kafka.offset': 41,
      'messaging.message.id': 'event-1',
      'eventstage.queue.wait_ms': waitMs,
      'eventstage.handler': 'invite',
      'eventstage.attempt': 1,
      'eventstage.outcome': 'handled',
    });
  });

  it('adds poll and commit of a batch to the traces of its messages, without a trace of their own', async () => {
    const [first, second] = [await sent(), await sent()];
    const [, sendFirst, , sendSecond] = recorded.taken();
    review.received('review', [first, second]);
    await review.processing(processing(second), async () => 'handled');
    review.committed('review', second);
    const [poll, process, commit] = recorded.taken();
    expect(poll).toMatchObject({ name: 'poll order.placed', kind: 'CLIENT', parentId: sendFirst?.spanId });
    expect(poll?.links).toEqual([sendSecond?.spanId]);
    expect(poll?.attributes).toMatchObject({
      'messaging.batch.message_count': 2,
      'messaging.operation.type': 'receive',
    });
    expect(commit).toMatchObject({ name: 'commit order.placed', kind: 'CLIENT', parentId: process?.spanId });
    expect(process?.parentId).toBe(sendSecond?.spanId);
    expect(commit?.attributes).toMatchObject({ 'messaging.kafka.offset': 41, 'messaging.operation.type': 'settle' });
  });

  it('records nothing for a batch without a sampled message', async () => {
    const unsampled = received({ traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' });
    review.received('review', [unsampled, received({})]);
    await review.processing(processing(unsampled), async () => 'handled');
    review.committed('review', unsampled);
    review.committed('review', received({}));
    expect(recorded.taken()).toEqual([]);
  });

  it('starts a trace for a message without one', async () => {
    const traceId = await review.processing(processing(received({})), async () => {
      expect(currentTraceId()).toMatch(/^[0-9a-f]{32}$/);
      return 'handled';
    });
    expect(traceId).toBe('handled');
    expect(recorded.taken()).toMatchObject([{ name: 'process order.placed', parentId: undefined }]);
  });

  it('counts the wait of a message once', async () => {
    const message = received({}, { topic: 'waited.once' });
    await review.processing(processing(message), async () => 'rolled-back');
    await review.processing(processing(message), async () => 'failed');
    await review.processing({ ...processing(message), attempt: 2 }, async () => 'handled');
    await review.processing(processing(message), async () => 'duplicate');
    const { body } = await metricsText();
    expect(body).toContain('messaging_queue_wait_seconds_count{topic="waited.once",consumergroup="review"} 1');
    expect(body).toContain('messaging_process_duration_seconds_count{topic="waited.once",consumergroup="review"} 4');
  });

  it('records no impossible wait, whatever the timestamps of a message say', async () => {
    const [long, soon] = [new Date(0).toISOString(), new Date(Date.UTC(2100, 0)).toISOString()];
    const secondsAgo = (seconds: number) => Date.now() - seconds * 1_000;
    const process = (topic: string, headers: Record<string, string>, timestampMs: number) =>
      review.processing(processing(received(headers, { topic, timestampMs })), async () => 'handled');
    await process('waited.since.broker', { ce_time: long }, secondsAgo(3));
    await process('waited.since.broker', { ce_time: soon }, secondsAgo(3));
    await process('waited.since.broker', {}, secondsAgo(3));
    await process('waited.since.event', { ce_time: new Date(secondsAgo(3)).toISOString() }, 0);
    for (const timestampMs of [0, -1, Date.UTC(2100, 0)]) {
      await process('waited.nobody.knows', {}, timestampMs);
      await process('waited.nobody.knows', { ce_time: long }, timestampMs);
    }
    const { body } = await metricsText();
    const sumOf = (topic: string) =>
      Number(new RegExp(`messaging_queue_wait_seconds_sum{topic="${topic}",.*} (.*)`).exec(body)?.[1]);
    expect(sumOf('waited.since.broker')).toBeCloseTo(9, 0);
    expect(sumOf('waited.since.event')).toBeCloseTo(3, 0);
    expect(body).not.toMatch(/messaging_queue_wait_seconds.*waited.nobody.knows/);
    expect(recorded.taken().at(-1)?.attributes).not.toHaveProperty('eventstage.queue.wait_ms');
  });

  it('marks the span of an attempt that failed, and passes the error on', async () => {
    const failing = review.processing(processing(received({})), async () => {
      review.retrying({
        group: 'review',
        handler: 'invite',
        topic: 'order.placed',
        attempt: 1,
        error: new Error('no'),
        pauseMs: 100,
      });
      throw new TypeError('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(recorded.taken()).toMatchObject([
      { failed: true, events: ['retry'], attributes: { 'error.type': 'TypeError', 'eventstage.outcome': 'failed' } },
    ]);
  });

  it('marks the span of a message that could not be sent', () => {
    order.sending([outgoing()]).done(new Error('no brokers'));
    expect(recorded.taken()).toMatchObject([{ name: 'send order.placed', failed: true }]);
  });

  it('records metrics without ids in labels', async () => {
    order.outbox({ backlogMessages: 3, oldestAgeSeconds: 1.5, setAsideMessages: 2 });
    review.missed('review', 'order.placed', 4);
    review.deadLettered({ group: 'review', handler: 'invite', topic: 'order.placed', reason: 'no' });
    const { body } = await metricsText();
    for (const line of [
      'messaging_published_messages_total{topic="order.placed",outcome="failed"} 1',
      'messaging_handled_messages_total{topic="order.placed",consumergroup="review",outcome="failed"} 1',
      'messaging_retries_total{topic="order.placed",consumergroup="review"} 1',
      'messaging_dead_letters_total{topic="order.placed",consumergroup="review"} 1',
      'messaging_missed_messages_total{topic="order.placed",consumergroup="review"} 4',
      'outbox_backlog_messages 3',
      'outbox_oldest_age_seconds 1.5',
      'outbox_set_aside_messages 2',
    ]) {
      expect(body).toContain(line);
    }
    expect(body).toMatch(/messaging_queue_wait_seconds_bucket\{le="120",.*\} \d+ # \{trace_id="[0-9a-f]{32}"\} 100/);
    expect(body).not.toContain('event-1');
  });
});
