import Type from 'typebox';
import { defineEvent } from '../event.js';

/** A member exists from now on. Services that must refuse strangers keep their own list from this event. */
export const memberRegistered = defineEvent({
  type: 'member.registered',
  version: 1,
  owner: 'member',
  key: 'memberId',
  schema: Type.Object({ memberId: Type.String({ minLength: 1, maxLength: 64 }) }),
});

/** Points were given for an order: one point for every hundred won, rounded down. */
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
