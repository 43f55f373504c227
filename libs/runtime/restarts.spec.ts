import { nextPauseMs, Restarts } from './restarts.js';
import { waitFor } from './wait.js';

describe('the delay before a restart', () => {
  it('doubles with each crash up to half a minute', () => {
    const pauses: number[] = [];
    for (let crash = 0; crash < 9; crash++) pauses.push(nextPauseMs(pauses.at(-1) ?? null, 2_000));
    expect(pauses).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('is reset for a part that was healthy for a minute', () => {
    expect(nextPauseMs(30_000, 60_000)).toBe(500);
    expect(nextPauseMs(30_000, 59_999)).toBe(30_000);
  });
});

describe('a part that has died', () => {
  const held = new Set<string>();
  let started: string[];
  let failures: string[];
  let restarts: Restarts;
  let start: (part: string, signal: AbortSignal) => Promise<void>;

  beforeEach(() => {
    held.clear();
    [started, failures] = [[], []];
    start = async (part) => void started.push(part);
    restarts = new Restarts({
      isHeld: (part) => held.has(part),
      start: (part, signal) => start(part, signal),
      changed: () => {},
      failed: (part, error) => failures.push(`${part}: ${(error as Error).message}`),
    });
  });
  afterEach(() => restarts.close());

  const until = (what: string, condition: () => boolean) => waitFor({ what, limitMs: 5_000, everyMs: 10 }, condition);

  it('is restarted and counted', async () => {
    expect(restarts.died('review', 0)).toBe(500);
    expect(restarts.startsAgainAt('review')).not.toBeNull();
    await until('review to be started', () => started.length === 1);
    expect(restarts.count('review')).toBe(1);
    expect(restarts.startsAgainAt('review')).toBeNull();
    expect(restarts.died('review', 0)).toBe(1_000);
  });

  it('stays down while a fault holds it', () => {
    held.add('review');
    expect(restarts.died('review', 0)).toBeUndefined();
    expect(restarts.startsAgainAt('review')).toBeNull();
  });

  it('stays down if a fault took it down during the delay', async () => {
    restarts.died('review', 0);
    held.add('review');
    await until('the pause to be over', () => restarts.startsAgainAt('review') === null);
    expect({ started, count: restarts.count('review') }).toEqual({ started: [], count: 0 });
  });

  it('is left alone if it was changed by another command during the delay', async () => {
    const asked: string[] = [];
    restarts = new Restarts({
      isHeld: () => false,
      isAsItDied: async (part) => asked.push(part) === 0,
      start: async (part) => void started.push(part),
      changed: () => {},
      failed: (part, error) => failures.push(`${part}: ${(error as Error).message}`),
    });
    restarts.died('review', 0);
    await until('isAsItDied to be called', () => asked.length === 1);
    restarts.close();
    expect({ asked, started, failures, count: restarts.count('review') }).toEqual({
      asked: ['review'],
      started: [],
      failures: [],
      count: 0,
    });
  });

  it('is retried after a start without a process, but not after one that runs without responding', async () => {
    const down = new Set(['kafka-1']);
    const tried: string[] = [];
    restarts = new Restarts({
      isHeld: () => false,
      isDown: (part) => down.has(part),
      start: async (part) => {
        tried.push(part);
        throw new Error('no space left on device');
      },
      changed: () => {},
      failed: (part) => failures.push(part),
    });
    restarts.died('kafka-1', 0);
    restarts.died('review', 0);
    await until('both to be tried', () => failures.length === 2);
    expect(restarts.startsAgainAt('review')).toBeNull();
    expect(restarts.startsAgainAt('kafka-1')).not.toBeNull();
    await until('a retry', () => tried.filter((part) => part === 'kafka-1').length === 2);
  });

  it('is left alone once another command controls it, even while it is being started', async () => {
    let given: AbortSignal | undefined;
    start = (_part, signal) =>
      new Promise((_, reject) => {
        given = signal;
        signal.addEventListener('abort', () => reject(signal.reason as Error));
      });
    restarts.died('review', 0);
    await until('the start to begin', () => given !== undefined);
    restarts.forget('review');
    expect(given?.aborted).toBe(true);
    expect(failures).toEqual([]);
  });

  it('is reported if it could not be started', async () => {
    start = async () => Promise.reject(new Error('it does not answer'));
    restarts.died('review', 0);
    await until('the failure to be reported', () => failures.length === 1);
    expect(failures).toEqual(['review: it does not answer']);
  });
});
