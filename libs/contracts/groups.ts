/** Which group consumes what. Listed explicitly, never scanned for: lag and readiness are judged against this list. */
export interface ConsumerGroup {
  /** Also the name of the service that runs it. */
  readonly name: string;
  readonly reactsTo: readonly string[];
}

export const consumerGroups: readonly ConsumerGroup[] = [
  { name: 'order', reactsTo: ['member.registered'] },
  { name: 'member', reactsTo: ['order.placed'] },
  { name: 'coupon', reactsTo: ['order.placed'] },
  { name: 'review', reactsTo: ['order.placed'] },
  {
    name: 'order-view',
    reactsTo: ['order.placed', 'member.points-earned', 'coupon.redeemed', 'coupon.refused', 'review.invited'],
  },
  { name: 'shop', reactsTo: ['giveaway.stocked', 'gifticon.issued', 'gifticon.sold-out', 'gifticon.refused'] },
  { name: 'gifticon', reactsTo: ['giveaway.opened', 'gifticon.requested'] },
  { name: 'video', reactsTo: ['video.progressed', 'video.transcoded', 'video.failed'] },
  { name: 'video-worker', reactsTo: ['video.uploaded'] },
];
