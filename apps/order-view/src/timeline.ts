import type { couponRedeemed, couponRefused, Event, memberPointsEarned, orderPlaced, reviewInvited } from '#contracts';

/** Any event about an order. */
export type OrderEvent = Event<
  typeof orderPlaced | typeof memberPointsEarned | typeof couponRedeemed | typeof couponRefused | typeof reviewInvited
>;

/** One line of an order's timeline. */
export interface TimelineEntry {
  eventId: string;
  orderId: string;
  /** Only in events that contain the member. */
  memberId: string | null;
  type: string;
  /** When it happened, not when it was read. */
  at: string;
  data: Record<string, unknown>;
  traceId: string | null;
}

/** Turns any event about an order into a line of its timeline. */
export function toEntry({ id, type, time, data, traceparent }: OrderEvent): TimelineEntry {
  return {
    eventId: id,
    orderId: data.orderId,
    memberId: 'memberId' in data ? data.memberId : null,
    type,
    at: time,
    data,
    traceId: traceparent?.split('-')[1] ?? null,
  };
}
