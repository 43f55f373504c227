import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitFor } from '#runtime';
import { goOnFor, type JourneyStage } from './stage.js';

/** Faults from the command line, and what happens to them when the command that applied them is gone. */
export function faultsUndone(on: () => JourneyStage): void {
  const journal = () =>
    JSON.parse(readFileSync(join(on().stateFolder, 'faults.json'), 'utf8')) as { faults: unknown[] };
  const isUp = async (part: string) =>
    (await on().driver.parts()).some(({ name, health }) => name === part && health === 'up');
  const saying = (running: { said: () => string }, text: string) =>
    waitFor({ what: `it to say '${text}'`, limitMs: 120_000 }, () => running.said().includes(text));

  describe('faults under load', () => {
    it.each(['pause', 'stop', 'restart', 'slow', 'fail'])(
      '%s of the review service loses and duplicates nothing',
      async (fault) => {
        const { accepted, offered } = await on().underLoad(20, async () => {
          await goOnFor(1);
          await on().answer('fault', 'inject', fault, 'review', '--for', '3s');
          await goOnFor(1);
        });
        expect(accepted).toHaveLength(offered);
        const { account } = await on().settled(accepted);
        // A share of failing attempts may use up all five: those orders are dead letters, which are not lost.
        expect(account).toMatchObject({ accepted: offered, lost: 0, doubled: 0 });
        expect(await isUp('review')).toBe(true);
      },
    );
  });

  describe('a command that ends before its fault is undone', () => {
    it('undoes it when it is stopped', async () => {
      const running = on().begin('fault', 'inject', 'kill', 'coupon', '--for', '10m');
      await saying(running, 'kill coupon for 600 s');
      running.child.kill('SIGINT');
      expect((await running.done).code).toBe(0);
      expect(await isUp('coupon')).toBe(true);
      expect(journal().faults).toEqual([]);
    });

    it('leaves it in the journal when it is killed, and `fault clear` undoes it', async () => {
      const running = on().begin('fault', 'inject', 'pause', 'coupon', '--for', '10m');
      await saying(running, 'pause coupon for 600 s');
      running.child.kill('SIGKILL');
      await running.done;
      expect(journal().faults).toMatchObject([{ fault: 'pause', part: 'coupon' }]);
      expect(await on().answer('fault', 'clear')).toMatchObject({ cleared: [{ fault: 'pause', part: 'coupon' }] });
      await waitFor({ what: 'coupon to be up', limitMs: 30_000 }, () => isUp('coupon'));
    });

    it('undoes the faults of an aborted scenario, says so and exits with 2', async () => {
      const running = on().begin('scenario', 'run', 'review-outage', '--speed', 'fast', '--only', 'events');
      await saying(running, 'kill review');
      running.child.kill('SIGINT');
      const { code, said } = await running.done;
      expect(code).toBe(2);
      expect(said).toContain('the faults were undone');
      expect(await isUp('review')).toBe(true);
      expect(journal().faults).toEqual([]);
    });
  });

  describe('an impossible command', () => {
    it.each<[string[], string]>([
      [['fault', 'inject', 'kil', 'review'], "nearest is 'kill'"],
      [['fault', 'inject', 'kill', 'reveiw'], "nearest is 'review'"],
      [['fault', 'inject', 'slow', 'kafka-1'], 'kafka-1 is a broker'],
      [['fault', 'inject', 'hold-lock', 'lag-watcher'], 'only to order, member'],
      [['fault', 'inject', 'crash-loop', 'review', '--with', 'code=126'], 'between 1 and 125'],
      [['fault', 'inject', 'kill', 'review', '--for', 'soon'], '30s'],
      [['scenario', 'run', 'review-outrage'], "nearest is 'review-outage'"],
      [['scenario', 'run', 'review-outage', '--speed', 'slow'], 'known: talk, fast'],
      [['load', 'many'], 'orders per second'],
      [['trace', 'x'], 'not an order id'],
      [['dead-letter', 'replay', 'revue'], "nearest is 'review'"],
      [['legder'], "nearest is 'ledger'"],
    ])('%j is refused with 2 and a sentence that helps', async (words, sentence) => {
      const { code, said } = await on().stage(...words);
      expect(code).toBe(2);
      expect(said).toContain(sentence);
    });
  });
}
