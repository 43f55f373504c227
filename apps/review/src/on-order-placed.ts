import { orderPlaced } from '#contracts';
import { reaction } from '#messaging';
import { openInvitation } from './open-invitation.js';

export const onOrderPlaced = reaction(orderPlaced, 'open-invitation', (event, scope) =>
  openInvitation(scope, event.data),
);
