/** The table with a service's main data, by the name of the service. */
export const mainTables: Readonly<Record<string, string>> = {
  order: 'orders',
  member: 'points_entries',
  coupon: 'redemptions',
  review: 'invitations',
  'order-view': 'timeline_entries',
  shop: 'gifticon_results',
  gifticon: 'vouchers',
  video: 'videos',
  'video-worker': 'renditions',
};
