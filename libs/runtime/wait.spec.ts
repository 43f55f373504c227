import { waitFor, WaitedTooLong } from './wait.js';

describe('waiting', () => {
  const now = Date.now;
  afterEach(() => {
    Date.now = now;
  });

  it.each([-86_400_000, 86_400_000])('keeps its limit when the clock is set %d ms off meanwhile', async (jumpMs) => {
    let looked = 0;
    const met = waitFor({ what: 'the third look', limitMs: 5_000, everyMs: 1 }, () => {
      Date.now = () => now() + jumpMs;
      return ++looked === 3;
    });
    await expect(met).resolves.toBe(true);
    const never = waitFor({ what: 'nothing', limitMs: 20, everyMs: 1 }, () => false);
    await expect(never).rejects.toThrow(WaitedTooLong);
  });
});
