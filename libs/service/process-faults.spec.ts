import { setTimeout as pause } from 'node:timers/promises';
import { getHeapStatistics } from 'node:v8';
import { ProcessFaults } from './process-faults.js';

let faults: ProcessFaults;
let exits: number[];
beforeEach(() => {
  exits = [];
  faults = new ProcessFaults((code) => exits.push(code));
});
afterEach(() => faults.set({}));

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(10);
}

describe('process faults', () => {
  it('keep the process busy for the requested share of the time, and not longer', async () => {
    faults.set({ busy: { share: 0.9, blockMs: 50 } });
    await until(() => faults.busyShare() > 0.6);
    faults.set({});
    await pause(50);
    await until(() => faults.busyShare() < 0.3);
  });

  it('allocate more and more memory, and release it', async () => {
    const before = getHeapStatistics().used_heap_size;
    const limit = getHeapStatistics().heap_size_limit;
    faults.set({ fillHeapWithinMs: limit / 100_000 });
    await until(() => getHeapStatistics().used_heap_size > before + 50_000_000);
    faults.set({});
    await pause(100);
    const kept = getHeapStatistics().used_heap_size;
    await pause(200);
    expect(getHeapStatistics().used_heap_size).toBeLessThan(kept + 25_000_000);
  });

  it('exit with the code, after the request was answered', async () => {
    faults.set({ exitCode: 3 });
    expect(exits).toEqual([]);
    await until(() => exits.length > 0);
    expect(exits).toEqual([3]);
  });

  it('do not exit if cancelled in time', async () => {
    faults.set({ exitCode: 3 });
    faults.set({});
    await pause(200);
    expect(exits).toEqual([]);
  });
});
