/** Every event: the catalog is what these files export. A new event in one of them needs no further registration. */
export * from './coupon.js';
export * from './gifticon.js';
export * from './member.js';
export * from './order.js';
export * from './review.js';
export * from './video.js';
