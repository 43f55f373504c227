import type { OutboxState, OutgoingMessage, Outcome } from '#messaging';
import { metrics } from './metrics/index.js';
import type { HistogramSeries } from './metrics/metric.js';

/** The messaging metrics of one service, with every series bound once. */
export function messagingMetrics() {
  const publishDuration = metrics.publishDuration.bind({});
  const queueWait = perGroupAndTopic((labels) => metrics.queueWait.bind(labels));
  const processDuration = perGroupAndTopic((labels) => metrics.processDuration.bind(labels));

  return {
    published: (messages: readonly OutgoingMessage[], seconds: number, error: unknown, traceId?: string) => {
      const outcome = error === undefined ? 'published' : 'failed';
      const countByTopic = new Map<string, number>();
      for (const { topic } of messages) countByTopic.set(topic, (countByTopic.get(topic) ?? 0) + 1);
      for (const [topic, count] of countByTopic) metrics.publishedMessages.add({ topic, outcome }, count);
      publishDuration.observe(seconds, traceId);
    },
    waited: (group: string, topic: string, seconds: number, traceId?: string) =>
      queueWait(group, topic).observe(seconds, traceId),
    processed: (group: string, topic: string, outcome: Outcome, seconds: number, traceId?: string) => {
      metrics.handledMessages.add({ topic, consumergroup: group, outcome });
      processDuration(group, topic).observe(seconds, traceId);
    },
    retried: (group: string, topic: string) => metrics.retries.add({ topic, consumergroup: group }),
    deadLettered: (group: string, topic: string) => metrics.deadLetters.add({ topic, consumergroup: group }),
    missed: (group: string, topic: string, messages: number) =>
      metrics.missedMessages.add({ topic, consumergroup: group }, messages),
    outbox: (state: OutboxState) => {
      metrics.outboxBacklog.set({}, state.backlogMessages);
      metrics.outboxOldestAge.set({}, state.oldestAgeSeconds);
      metrics.outboxSetAside.set({}, state.setAsideMessages);
    },
  };
}

function perGroupAndTopic(bind: (labels: { topic: string; consumergroup: string }) => HistogramSeries) {
  const bound = new Map<string, HistogramSeries>();
  return (group: string, topic: string): HistogramSeries => {
    const name = `${group} ${topic}`;
    let series = bound.get(name);
    if (!series) bound.set(name, (series = bind({ topic, consumergroup: group })));
    return series;
  };
}
