import { orderPlaced, reviewInvited } from '#contracts';
import { reaction, type ReactionScope } from '#messaging';
import { v7 as uuidv7 } from 'uuid';
import { insertInvitation } from './review.table.js';

export const onOrderPlaced = reaction(orderPlaced, 'open-invitation', (event, scope) =>
  openInvitation(scope, event.data),
);

/** Invites the buyer to review one order and publishes that. The same for events and for a call. */
export async function openInvitation(
  { transaction, publish }: ReactionScope,
  order: { orderId: string; memberId: string },
  newId: () => string = uuidv7,
): Promise<void> {
  const invitation = { invitationId: newId(), orderId: order.orderId, memberId: order.memberId };
  await insertInvitation(transaction, invitation);
  publish(reviewInvited, invitation);
}
