import Type from 'typebox';
import { defineEvent } from '../event.js';

/** A member was registered. Services that refuse unknown members keep their own list from this event. */
export const memberRegistered = defineEvent({
  type: 'member.registered',
  version: 1,
  owner: 'member',
  key: 'memberId',
  schema: Type.Object({ memberId: Type.String({ minLength: 1, maxLength: 64 }) }),
});

/** Points were given for an order: one per hundred won, rounded down. */
export const memberPointsEarned = defineEvent({
  type: 'member.points-earned',
  version: 1,
  owner: 'member',
  key: 'orderId',
  schema: Type.Object({
    orderId: Type.String(),
    memberId: Type.String(),
    points: Type.Integer({ minimum: 0 }),
  }),
});
