import { waterfall, waterfallRows, type ZipkinSpan } from './waterfall.js';

const at = (ms: number) => 1_700_000_000_000_000 + ms * 1_000;
const span = (
  id: string,
  parentId: string | undefined,
  serviceName: string,
  more: Partial<ZipkinSpan>,
): ZipkinSpan => ({
  id,
  parentId,
  localEndpoint: { serviceName },
  ...more,
});

/** An order whose review waited 20 s in the queue, in an order in which Zipkin may return it. */
const trace: ZipkinSpan[] = [
  span('c', 'b', 'review', { name: 'process order.placed', kind: 'CONSUMER', timestamp: at(20_012), duration: 5_000 }),
  span('b', 'a', 'order', { name: 'send order.placed', kind: 'PRODUCER', timestamp: at(7), duration: 5_000 }),
  span('d', 'b', 'member', { name: 'process order.placed', kind: 'CONSUMER', timestamp: at(14), duration: 4_000 }),
  span('a', undefined, 'order', { name: 'POST /orders', kind: 'SERVER', timestamp: at(0), duration: 6_000 }),
];

describe('the waterfall of a trace', () => {
  it('puts every span under its parent, earliest first', () => {
    expect(waterfall(trace).map(({ service, span: name, depth, startMs }) => [service, name, depth, startMs])).toEqual([
      ['order', 'POST /orders', 0, 0],
      ['order', 'send order.placed', 1, 7],
      ['member', 'process order.placed', 2, 14],
      ['review', 'process order.placed', 2, 20_012],
    ]);
  });

  it('shows how long each message waited in the queue, and only that', () => {
    expect(waterfall(trace).map(({ queueWaitMs }) => queueWaitMs)).toEqual([null, null, 2, 20_000]);
  });

  it('prefers the wait recorded by the consumer, which includes the time in the outbox', () => {
    const noted = trace.map((one) => (one.id === 'd' ? { ...one, tags: { 'eventstage.queue.wait_ms': '12' } } : one));
    expect(waterfall(noted).map(({ queueWaitMs }) => queueWaitMs)).toEqual([null, null, 12, 20_000]);
  });

  it('keeps spans whose parent was never reported', () => {
    expect(waterfall(trace.filter(({ id }) => id !== 'b'))).toHaveLength(3);
  });

  it('draws the wait before the work', () => {
    const bars = waterfallRows(waterfall(trace)).map((row) => row.at(-1));
    expect(bars[4]).toMatch(/^·{31}█$/);
    expect(bars[1]).toBe('█');
  });
});
