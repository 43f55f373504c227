import { waitFor } from '#runtime';
import { deadLetterTopic } from '#contracts';
import type { JourneyStage } from './stage.js';

interface Letter {
  group: string;
  handler: string;
  reason: string;
  topic: string;
  key: string | null;
}

const listeners = ['coupon', 'member', 'order-view', 'review'];

/** Messages that cannot be handled: given up with a reason, without blocking the messages after them. */
export function deadLetters(on: () => JourneyStage): void {
  const letters = async (wanted: (letter: Letter) => boolean, count: number) =>
    waitFor({ what: `${count} dead letters`, limitMs: 60_000, everyMs: 500 }, async () => {
      const found = (await on().answer<Letter[]>('dead-letter', 'list')).filter(wanted);
      if (found.length < count) throw new Error(`${found.length} so far`);
      return found;
    });

  describe('a poison message', () => {
    const envelope = {
      ce_specversion: '1.0',
      ce_id: 'poison',
      ce_type: 'order.placed',
      ce_dataversion: '1',
      ce_source: '/eventstage/nobody',
      ce_time: '2026-11-22T00:00:00Z',
    };
    const poisons: [name: string, headers: Record<string, string>, value: string | Buffer, reason: RegExp][] = [
      ['poison-no-json', envelope, 'this is not JSON', /not JSON/],
      ['poison-no-utf8', envelope, Buffer.from([0xff, 0xfe, 0x00]), /not JSON/],
      ['poison-schema', envelope, '{"orderId":7}', /data/],
      ['poison-type', { ...envelope, ce_type: 'order.eaten' }, '{}', /type is order\.eaten/],
      ['poison-version', { ...envelope, ce_dataversion: '99' }, '{}', /version of order\.placed is 99/],
      ['poison-no-headers', {}, '{}', /headers missing/],
    ];

    it('becomes a dead letter of every group that reads it, with its reason, and its partition proceeds', async () => {
      await on().admin.publish(
        poisons.map(([key, headers, value]) => ({ topic: 'order.placed', key, headers: { ...headers }, value })),
      );
      const placed = await Promise.all(Array.from({ length: 12 }, () => on().placeOrder()));
      const { account } = await on().settled(placed.map(({ orderId }) => ({ orderId })));
      expect(account).toMatchObject({ accepted: 12, completed: 12, lost: 0 });

      const found = await letters(({ key }) => key?.startsWith('poison-') ?? false, poisons.length * listeners.length);
      for (const [key, , , reason] of poisons) {
        const mine = found.filter((letter) => letter.key === key);
        expect(mine.map(({ group }) => group).sort()).toEqual(listeners);
        for (const letter of mine) {
          expect(letter.reason).toMatch(reason);
          expect(letter.topic).toBe('order.placed');
          expect(letter.handler).not.toBe('');
        }
      }
    });
  });

  describe('a message that fails for a while', () => {
    it('becomes a dead letter, is counted as such, and is handled once after a replay', async () => {
      const setFaults = async (settings: object) =>
        expect(
          await on().request('review', '/faults', {
            method: 'PUT',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(settings),
          }),
        ).toMatchObject({ ok: true });
      await setFaults({ messages: { failShare: 1 } });
      const placed = await Promise.all(Array.from({ length: 3 }, () => on().placeOrder()));
      const orders = placed.map(({ orderId }) => ({ orderId }));
      const { account } = await on().settled(orders);
      expect(account).toMatchObject({ accepted: 3, completed: 0, deadLettered: 3, lost: 0 });

      await setFaults({});
      const replayed = await on().answer<{ group: string; replayed: number }[]>('dead-letter', 'replay', 'review');
      expect(replayed).toEqual([{ group: 'review', replayed: expect.any(Number) as number, passedOver: 0 }]);
      expect(replayed[0]?.replayed).toBeGreaterThanOrEqual(3);
      await waitFor({ what: 'the replayed orders to be completed', limitMs: 60_000, everyMs: 500 }, async () => {
        const { account: now } = await on().ledger.audit(orders);
        if (now.completed < 3) throw new Error(JSON.stringify(now));
        return true;
      });
      expect((await on().ledger.audit(orders)).account).toMatchObject({ completed: 3, doubled: 0 });
    });

    it('is replayed to the group that gave up on it, and to no other', async () => {
      const groups = listeners.filter((group) => group !== 'review');
      const ends = async () =>
        (await on().admin.endOffsets(groups.map(deadLetterTopic)))
          .map(({ topic, offset }) => `${topic} ${offset}`)
          .sort();
      const before = await ends();
      await on().answer('dead-letter', 'replay', 'review');
      expect(await ends()).toEqual(before);
    });
  });
}
