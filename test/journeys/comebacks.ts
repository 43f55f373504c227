import { waitFor, type PartState } from '#runtime';
import type { StageCommands } from './stage-commands.js';

/**
 * Parts that crash, and parts that are stopped by hand.
 * @param kill kills a part from outside
 */
export function comebacks(
  on: () => StageCommands,
  kill: (part: PartState) => unknown = ({ pid }) => process.kill(pid as number, 'SIGKILL'),
): void {
  const part = async (name: string): Promise<PartState> => {
    const { parts } = await on().answer<{ parts: PartState[] }>('status');
    return parts.find((one) => one.name === name) as PartState;
  };

  describe('a part killed from outside', () => {
    it('is restarted, counted, and distinguished from one that a fault took down', async () => {
      const before = await part('review');
      kill(before);
      const back = await waitFor({ what: 'review to be back', limitMs: 120_000, everyMs: 500 }, async () => {
        const now = await part('review');
        // For containers the count is recorded at the next check.
        return now.health === 'up' && now.pid !== before.pid && now.restarts > before.restarts && now;
      });
      expect(back).toMatchObject({ restarts: before.restarts + 1, down: null, crash: { signal: 'SIGKILL' } });
      await waitFor({ what: 'the restart to be counted', limitMs: 30_000 }, async () => {
        const counted = await on().counter('control-room', 'eventstage_part_restarts_total', 'part="review"');
        return counted === back.restarts;
      });
      await on().answer('fault', 'inject', 'kill', 'review');
      expect((await part('review')).down).toEqual({ because: 'fault', fault: 'kill', scenario: null });
      const { code, said } = await on().stage('start', 'review');
      expect(code).toBe(2);
      expect(said).toContain('fault clear');
      await on().answer('fault', 'clear');
      expect((await part('review')).health).toBe('up');
    });
  });

  describe('a part by hand', () => {
    it('is stopped, stays down without a fault, and is started', async () => {
      expect(await on().answer('stop', 'coupon')).toEqual({ part: 'coupon', health: 'down', changed: true });
      expect((await part('coupon')).down).toEqual({ because: 'by hand' });
      expect(await on().answer('fault', 'clear')).toMatchObject({ cleared: [], down: [{ part: 'coupon' }] });
      const injected = await on().stage('fault', 'inject', 'restart', 'coupon');
      expect(injected.code).toBe(2);
      expect(injected.said).toContain('stage -- start coupon');
      expect(await on().answer('start', 'coupon')).toEqual({ part: 'coupon', health: 'up', changed: true });
      expect(await on().answer('start', 'coupon')).toEqual({ part: 'coupon', health: 'up', changed: false });
      const { code, said } = await on().stage('restart', 'cupon');
      expect(code).toBe(2);
      expect(said).toContain("nearest is 'coupon'");
    });
  });
}
