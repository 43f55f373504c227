import { memberRegistered } from '#contracts';
import { reaction } from '#messaging';
import { rememberMember } from './order.table.js';

/** From now on this member's orders are accepted. */
export const onMemberRegistered = reaction(memberRegistered, 'remember-member', (event, { transaction }) =>
  rememberMember(transaction, event.data.memberId),
);
