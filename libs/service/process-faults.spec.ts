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

describe('a process that suffers', () => {
  it('has something to do for the share of the time that is asked for, and no longer', async () => {
    faults.set({ busy: { share: 0.9, blockMs: 50 } });
    await until(() => faults.busyShare() > 0.6);
    faults.set({});
    await pause(50);
    await until(() => faults.busyShare() < 0.3);
  });

  it('keeps more and more memory, and lets go of it', async () => {
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

  it('exits with the code, after whoever asked for that had an answer', async () => {
    faults.set({ exitCode: 3 });
    expect(exits).toEqual([]);
    await until(() => exits.length > 0);
    expect(exits).toEqual([3]);
  });

  it('stays when it is told so in time', async () => {
    faults.set({ exitCode: 3 });
    faults.set({});
    await pause(200);
    expect(exits).toEqual([]);
  });
});
