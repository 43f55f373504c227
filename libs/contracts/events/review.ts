import Type from 'typebox';
import { defineEvent } from '../event.js';

/** The buyer may now review the order. */
export const reviewInvited = defineEvent({
  type: 'review.invited',
  version: 1,
  owner: 'review',
  key: 'orderId',
  schema: Type.Object({
    orderId: Type.String(),
    memberId: Type.String(),
    invitationId: Type.String(),
  }),
});
