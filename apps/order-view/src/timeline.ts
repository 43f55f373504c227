import type { Event } from '#contracts';

/** One line of an order's story. */
export interface TimelineEntry {
  eventId: string;
  orderId: string;
  /** Only events that name the member have it. */
  memberId: string | null;
  type: string;
  /** When it happened, which is not when it was read. */
  at: string;
  data: Record<string, unknown>;
  traceId: string | null;
}

interface AboutAnOrder {
  orderId: string;
  memberId?: string;
}

/** Turns any event about an order into a line of its timeline. */
export function toEntry(event: Event): TimelineEntry {
  const { orderId, memberId } = event.data as unknown as AboutAnOrder;
  return {
    eventId: event.id,
    orderId,
    memberId: memberId ?? null,
    type: event.type,
    at: event.time,
    data: event.data,
    traceId: event.traceparent?.split('-')[1] ?? null,
  };
}
