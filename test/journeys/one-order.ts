import { orderLimits } from '#contracts';
import { waitFor } from '#runtime';
import type { JourneyStage } from './stage.js';

interface Timeline {
  memberId: string;
  entries: { type: string; at: string; traceId: string | null }[];
}

interface Trace {
  traceId: string;
  spans: { service: string; span: string; queueWaitMs: number | null }[];
}

export function oneOrder(on: () => JourneyStage): void {
  describe('one order', () => {
    it('goes all the way to the view, as one trace', async () => {
      const { orderId, traceId, totalWon } = await on().placeOrder();
      expect(totalWon).toBe(13_000);
      const { entries, memberId } = await timelineOf(on(), orderId, 4);
      expect(memberId).toBe('member-0007');
      expect(entries.map(({ type }) => type).sort()).toEqual([
        'coupon.redeemed',
        'member.points-earned',
        'order.placed',
        'review.invited',
      ]);
      expect(new Set(entries.map((entry) => entry.traceId))).toEqual(new Set([traceId]));

      const trace = await waitFor(
        { what: 'the whole trace to be in Zipkin', limitMs: 30_000, everyMs: 500 },
        async () => {
          const found = await on().answer<Trace>('trace', orderId);
          const inView = found.spans.filter(
            ({ service, span }) => service === 'order-view' && span.startsWith('process'),
          );
          return inView.length >= 4 && found;
        },
      );
      expect(trace.traceId).toBe(traceId);
      const services = new Set(trace.spans.map(({ service }) => service));
      for (const service of ['order', 'member', 'coupon', 'review', 'order-view']) expect(services).toContain(service);
      const processed = trace.spans.filter(({ span }) => span.startsWith('process'));
      expect(processed.every(({ queueWaitMs }) => queueWaitMs !== null)).toBe(true);
    });

    it('does the same work in the coupled design', async () => {
      const { orderId } = await on().placeOrder('/coupled/orders');
      const { account } = await on().ledger.audit([{ orderId }]);
      expect(account).toMatchObject({ accepted: 1, completed: 1, lost: 0, doubled: 0 });
    });

    it.each(['/orders', '/coupled/orders'])('may be the largest that %s accepts', async (path) => {
      const { items, quantity, priceWon } = orderLimits;
      const most = Array.from({ length: items }, () => ({ sku: 'cheesecake', quantity, priceWon }));
      const { orderId, totalWon } = await on().placeOrder(path, { items: most });
      expect(totalWon).toBe(items * quantity * priceWon);
      const { account } = await on().settled([{ orderId, scheduledAt: Date.now() }]);
      expect(account).toMatchObject({ accepted: 1, completed: 1, lost: 0, doubled: 0 });
    });

    it('is the same in the view after a rebuild', async () => {
      const { orderId } = await on().placeOrder();
      const before = await timelineOf(on(), orderId, 4);
      await on().answer('view', 'rebuild');
      const after = await timelineOf(on(), orderId, 4);
      const told = ({ entries }: Timeline) => entries.map(({ type, at, traceId }) => ({ type, at, traceId }));
      expect(told(after)).toEqual(told(before));
    });
  });
}

async function timelineOf(stage: JourneyStage, orderId: string, entries: number): Promise<Timeline> {
  const what = `${entries} lines in the timeline of ${orderId}`;
  return waitFor({ what, limitMs: 30_000 }, async () => {
    const response = await stage.request('order-view', `/orders/${orderId}/timeline`);
    if (response.status !== 200) throw new Error(`the view answered ${response.status}`);
    const timeline = (await response.json()) as Timeline;
    if (timeline.entries.length < entries) throw new Error(timeline.entries.map(({ type }) => type).join(', '));
    return timeline;
  });
}
