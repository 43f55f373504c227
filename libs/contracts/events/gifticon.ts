import Type from 'typebox';
import { defineEvent } from '../event.js';
import { Code } from './order.js';

/** A request's name. It carries its own proof, so that the shop can tell a made-up one without having stored any. */
const RequestId = Type.String({ format: 'uuid' });

/** Bounds of one give-away. */
export const giveawayLimits = {
  vouchers: 10_000_000,
  members: 10_000_000,
  providerLatencyMs: 10_000,
  vouchersPerSecond: 1_000_000,
} as const;

/** What one give-away is: so many vouchers, for members with a number up to so many, one for each. */
export const GiveawayTerms = Type.Object(
  {
    vouchers: Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchers }),
    members: Type.Integer({ minimum: 1, maximum: giveawayLimits.members }),
    /** How long the (simulated) voucher provider takes for one code; 0 for none. */
    providerLatencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: giveawayLimits.providerLatencyMs })),
    /** What each issuing server keeps to on the average, batch by batch; 0 for as many as it can. Issuing inside the request has no choice. */
    vouchersPerSecond: Type.Optional(Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchersPerSecond })),
  },
  { additionalProperties: false },
);

/** What a member sends to have a voucher: the same for both designs. */
export const GifticonRequest = Type.Object({ memberId: Code, sku: Code }, { additionalProperties: false });

/** A give-away is announced. Wishes are taken once the issuing server has said that it knows of it. */
export const giveawayOpened = defineEvent({
  type: 'giveaway.opened',
  version: 1,
  owner: 'shop',
  key: 'sku',
  schema: Type.Object({ ...GiveawayTerms.properties, sku: Code }),
});

/** The issuing server has the vouchers of a give-away: a wish that is taken from now on will be decided. */
export const giveawayStocked = defineEvent({
  type: 'giveaway.stocked',
  version: 1,
  owner: 'gifticon',
  key: 'sku',
  schema: Type.Object({ sku: Code, vouchers: Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchers }) }),
});

/** A member pressed the button, and was told that it counts. Whether there is a voucher is decided later, elsewhere. */
export const gifticonRequested = defineEvent({
  type: 'gifticon.requested',
  version: 1,
  owner: 'shop',
  // All presses of one member are in one partition, in the order they were made.
  key: 'memberId',
  // Room for six issuing servers.
  partitions: 6,
  schema: Type.Object({ requestId: RequestId, memberId: Code, sku: Code }),
});

const Decided = { requestId: RequestId, memberId: Code, sku: Code };

/** The member has a voucher. */
export const gifticonIssued = defineEvent({
  type: 'gifticon.issued',
  version: 1,
  owner: 'gifticon',
  key: 'memberId',
  schema: Type.Object({ ...Decided, voucherCode: Type.String() }),
});

/** The member comes too late: a business answer, not an error. */
export const gifticonSoldOut = defineEvent({
  type: 'gifticon.sold-out',
  version: 1,
  owner: 'gifticon',
  key: 'memberId',
  schema: Type.Object(Decided),
});

/** The member pressed again and has one already: the code is the one they have. */
export const gifticonRefused = defineEvent({
  type: 'gifticon.refused',
  version: 1,
  owner: 'gifticon',
  key: 'memberId',
  schema: Type.Object({ ...Decided, reason: Type.Literal('one-per-member'), voucherCode: Type.String() }),
});
