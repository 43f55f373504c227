import { readFileSync } from 'node:fs';
import { metrics, metricSections, metricsText } from './index.js';

const definitions = metricSections.flatMap((section) => section.definitions);
const page = readFileSync(new URL('../../../docs/metrics.md', import.meta.url), 'utf8');

describe.each(definitions.map((definition) => [definition.name, definition] as const))(
  'metric %s',
  (name, definition) => {
    it('follows the naming conventions of Prometheus: lower case, base units, _total for counters only', () => {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)+$/);
      expect(name).not.toMatch(/_(ms|millis\w*|micros\w*|minutes|hours|kb|mb|percent|count|sum|bucket)(_|$)/);
      expect(name.endsWith('_total')).toBe(definition.type === 'counter');
      if (definition.type === 'histogram') expect(name).toMatch(/_seconds$/);
    });

    it('has no label that grows with the data', () => {
      for (const label of definition.labels)
        expect(label).not.toMatch(/(^|_)(id|uuid|key|trace|order|member|offset|email|user)(_|$)/);
    });

    it('describes itself in whole sentences, and says who exports it', () => {
      expect(definition.help).toMatch(/^[A-Z0-9].*\.$|^[A-Z0-9].*\)\.$/);
      expect(definition.shownBy).not.toBe('');
    });

    it('has ascending buckets if it is a histogram, and none otherwise', () => {
      const { buckets } = definition;
      expect(buckets !== undefined).toBe(definition.type === 'histogram');
      if (buckets) expect([...buckets]).toEqual([...new Set(buckets)].sort((a, b) => a - b));
    });

    it('is in docs/metrics.md', () => {
      expect(page).toContain(`\`${name}\``);
      expect(page).toContain(definition.help);
    });
  },
);

describe('the metrics of a process', () => {
  it('are named once', () => {
    expect(new Set(definitions.map(({ name }) => name)).size).toBe(definitions.length);
    expect(definitions).toHaveLength(Object.keys(metrics).length);
  });

  it('are exported once they are used, and not before', async () => {
    expect((await metricsText()).body).not.toContain('outbox_backlog_messages');
    metrics.outboxBacklog.set({}, 0);
    expect((await metricsText()).body).toContain('outbox_backlog_messages 0\n');
  });

  it('can be removed', async () => {
    metrics.consumerGroupDrain.set({ consumergroup: 'review' }, 12);
    metrics.consumerGroupDrain.remove({ consumergroup: 'review' });
    metrics.consumerGroupMembers.set({ consumergroup: 'review' }, 1);
    metrics.consumerGroupMembers.clear();
    const { body } = await metricsText();
    expect(body).not.toContain('consumergroup="review"');
  });

  it('include CPU time and memory of the process', async () => {
    const figure = async (name: string) =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec((await metricsText()).body)?.[1]);
    const before = process.cpuUsage();
    const used = await figure('process_cpu_seconds_total');
    expect(used).toBeGreaterThanOrEqual((before.user + before.system) / 1e6);
    while (process.cpuUsage(before).user < 50_000);
    expect(await figure('process_cpu_seconds_total')).toBeGreaterThanOrEqual(used + 0.05);
    expect(await figure('process_resident_memory_bytes')).toBeGreaterThan(await figure('nodejs_heap_size_used_bytes'));
    expect(await figure('process_start_time_seconds')).toBeLessThanOrEqual(Date.now() / 1_000);
  });

  it('include the event-loop delay, not the interval between two measurements', async () => {
    const lag = async () => Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec((await metricsText()).body)?.[1]);
    await lag();
    await new Promise((resolve) => setTimeout(resolve, 150));
    const busyUntil = performance.now() + 400;
    while (performance.now() < busyUntil);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(await lag()).toBeGreaterThan(0.25);
  });

  it('have buckets up to ten minutes for queue waits', () => {
    expect(metrics.queueWait.definition.buckets?.at(-1)).toBe(600);
  });

  it('end as OpenMetrics must', async () => {
    expect((await metricsText()).body).toMatch(/# EOF\n$/);
  });
});
