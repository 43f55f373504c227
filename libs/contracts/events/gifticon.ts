import Type from 'typebox';
import { defineEvent } from '../event.js';
import { Code } from './order.js';

/** The id of a request. It is signed, so that the shop recognises a made-up id without having stored the real ones. */
const RequestId = Type.String({ format: 'uuid' });

/** Limits of one give-away. */
export const giveawayLimits = {
  vouchers: 10_000_000,
  members: 10_000_000,
  providerLatencyMs: 10_000,
  vouchersPerSecond: 1_000_000,
} as const;

/** The terms of a give-away: the number of vouchers, and the highest number of an invited member. One voucher per member. */
export const GiveawayTerms = Type.Object(
  {
    vouchers: Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchers }),
    members: Type.Integer({ minimum: 1, maximum: giveawayLimits.members }),
    /** How long the (simulated) voucher provider takes per code; 0 for no provider. */
    providerLatencyMs: Type.Optional(Type.Integer({ minimum: 0, maximum: giveawayLimits.providerLatencyMs })),
    /** Average rate limit of each issuing server, applied per batch; 0 for none. Issuing inside the request cannot be limited. */
    vouchersPerSecond: Type.Optional(Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchersPerSecond })),
  },
  { additionalProperties: false },
);

/** What a member sends to request a voucher, the same for both designs. */
export const GifticonRequest = Type.Object({ memberId: Code, sku: Code }, { additionalProperties: false });

/** A give-away is announced. Requests are accepted once the issuing server has confirmed that it is stocked. */
export const giveawayOpened = defineEvent({
  type: 'giveaway.opened',
  version: 1,
  owner: 'shop',
  key: 'sku',
  schema: Type.Object({ ...GiveawayTerms.properties, sku: Code }),
});

/** The issuing server has the vouchers of a give-away: a request accepted from now on will be decided. */
export const giveawayStocked = defineEvent({
  type: 'giveaway.stocked',
  version: 1,
  owner: 'gifticon',
  key: 'sku',
  schema: Type.Object({ sku: Code, vouchers: Type.Integer({ minimum: 0, maximum: giveawayLimits.vouchers }) }),
});

/** A member's request was accepted. Whether there is a voucher is decided later, elsewhere. */
export const gifticonRequested = defineEvent({
  type: 'gifticon.requested',
  version: 1,
  owner: 'shop',
  // All requests of one member are in one partition, in order.
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

/** The vouchers are gone: a business outcome, not an error. */
export const gifticonSoldOut = defineEvent({
  type: 'gifticon.sold-out',
  version: 1,
  owner: 'gifticon',
  key: 'memberId',
  schema: Type.Object(Decided),
});

/** The member already has a voucher; the code is that voucher's. */
export const gifticonRefused = defineEvent({
  type: 'gifticon.refused',
  version: 1,
  owner: 'gifticon',
  key: 'memberId',
  schema: Type.Object({ ...Decided, reason: Type.Literal('one-per-member'), voucherCode: Type.String() }),
});
