import { waitFor } from '#runtime';
import { goOnFor, type JourneyStage } from './stage.js';

const services = ['member', 'coupon', 'review', 'order-view', 'order'];

/** Killed with SIGKILL under load: every accepted order is completed in the end, and none twice. */
export function crashes(on: () => JourneyStage): void {
  const nothingLostOrDoubled = async (accepted: { orderId: string }[]) => {
    expect(accepted.length).toBeGreaterThan(50);
    const { account } = await on().settled(accepted);
    expect(account).toMatchObject({
      accepted: accepted.length,
      completed: accepted.length,
      lost: 0,
      doubled: 0,
      deadLettered: 0,
    });
  };

  describe('kill -9 under load', () => {
    it(`of ${services.join(', ')} one after the other loses and duplicates nothing`, async () => {
      const { accepted } = await on().underLoad(30, async () => {
        for (const service of services) {
          await goOnFor(1.5);
          await on().driver.kill(service);
          await goOnFor(1.5);
          await on().driver.start(service);
        }
        await goOnFor(2);
      });
      await nothingLostOrDoubled(accepted);
      // Includes orders whose answer the client never got.
      expect((await on().settled()).account).toMatchObject({ lost: 0, doubled: 0 });
    });

    it('of a broker loses and duplicates nothing, and orders continue meanwhile', async () => {
      const { accepted, offered } = await on().underLoad(30, async () => {
        await goOnFor(2);
        await on().driver.kill('kafka-2');
        await goOnFor(8);
        await on().driver.start('kafka-2');
        await goOnFor(3);
      });
      await nothingLostOrDoubled(accepted);
      expect(accepted).toHaveLength(offered);
      const what = 'every copy of order.placed to be in sync again';
      await waitFor({ what, limitMs: 120_000, everyMs: 500 }, async () =>
        (await on().admin.describeTopics(['order.placed']))[0]?.partitions.every(
          ({ replicas, inSync }) => replicas.length === inSync.length,
        ),
      );
    });

    it('of the relay between publish and mark publishes again, and every service handles it once', async () => {
      const duplicatesBefore = await duplicates();
      const { accepted } = await on().underLoad(30, async () => {
        await goOnFor(1.5);
        await on().answer('fault', 'inject', 'crash-relay', 'order');
        await waitFor({ what: 'the order service to crash itself', limitMs: 120_000, everyMs: 250 }, async () =>
          isDown('order'),
        );
        await on().answer('fault', 'clear');
        await goOnFor(2);
      });
      await nothingLostOrDoubled(accepted);
      expect(await duplicates()).toBeGreaterThan(duplicatesBefore);
    });
  });

  const isDown = async (part: string) =>
    (await on().driver.parts()).some(({ name, health }) => name === part && health === 'down');

  /** How many messages of order.placed are duplicates: the same event, published again. */
  const duplicates = async () => {
    const seen = new Set<string>();
    let again = 0;
    for await (const { headers } of on().admin.readTopic('order.placed')) {
      const id = headers['ce_id'];
      if (id === undefined) continue;
      if (seen.has(id)) again += 1;
      seen.add(id);
    }
    return again;
  };
}
