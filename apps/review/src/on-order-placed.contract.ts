import { orderPlaced, reviewInvited } from '#contracts';
import { useTrialReactions } from '../../../libs/messaging/testing/trial-reactions.js';
import { onOrderPlaced } from './on-order-placed.js';
import { findInvitations, reviewMigrations } from './review.table.js';

/** Tests a reaction without starting the stack. Copy this file to test your own. */
const review = useTrialReactions('review', { migrations: reviewMigrations, reactions: [onOrderPlaced] });

const order = (orderId: string) => ({
  ...{ orderId, memberId: 'member-0001', placedAt: '2026-12-25T00:00:00.000Z' },
  ...{ items: [{ sku: 'americano', quantity: 1, priceWon: 4_500 }], totalWon: 4_500 },
});

test('given an order, when it was placed, then its buyer is invited, and review.invited is published', async () => {
  const { orderId, ...rest } = order('0199c8f2-7a10-7c3e-9d41-000000000001');
  await review().deliver(orderPlaced, { orderId, ...rest }, 'event-1');

  const [invitation, ...others] = await findInvitations(review().database, orderId);
  expect(invitation).toMatchObject({ orderId, memberId: 'member-0001' });
  expect(others).toEqual([]);
  const { invitationId } = invitation!;
  expect(review().published(reviewInvited)).toContainEqual({ orderId, memberId: 'member-0001', invitationId });
});

test('given an invited buyer, when the same event is delivered again, then nothing more happens', async () => {
  const { orderId, ...rest } = order('0199c8f2-7a10-7c3e-9d41-000000000002');
  await review().deliver(orderPlaced, { orderId, ...rest }, 'event-2');
  await review().deliver(orderPlaced, { orderId, ...rest }, 'event-2');

  expect(await findInvitations(review().database, orderId)).toHaveLength(1);
  expect(
    review()
      .published(reviewInvited)
      .filter((invited) => invited.orderId === orderId),
  ).toHaveLength(1);
});
