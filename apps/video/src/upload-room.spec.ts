import { UploadRoom } from './upload-room.js';

let used: number;
const room = () => new UploadRoom({ usedBytes: async () => used, mostBytes: 100, limitBytes: 40, mostUploads: 3 });
const leave = (entry: Awaited<ReturnType<UploadRoom['enter']>>) => {
  if (entry.kind === 'in') entry.leave();
};
beforeEach(() => (used = 0));

describe('the space for uploads', () => {
  it('admits uploads up to the limit, and the next one when one has left', async () => {
    const doors = room();
    const inside = await Promise.all([1, 1, 1].map((bytes) => doors.enter(bytes)));
    expect(inside.map(({ kind }) => kind)).toEqual(['in', 'in', 'in']);
    expect(await doors.enter(1)).toEqual({ kind: 'busy' });
    leave(inside[0]!);
    expect((await doors.enter(1)).kind).toBe('in');
  });

  it('is full if stored and reserved bytes leave no space, even for concurrent uploads', async () => {
    used = 50;
    const doors = room();
    const entries = await Promise.all([30, 30].map((bytes) => doors.enter(bytes)));
    expect(entries.map(({ kind }) => kind)).not.toEqual(['in', 'in']);
    entries.forEach(leave);
    expect((await doors.enter(50)).kind).toBe('in');
  });

  it('assumes the largest allowed upload if its length is not declared', async () => {
    used = 61;
    expect(await room().enter(undefined)).toEqual({ kind: 'full' });
    used = 60;
    expect((await room().enter(undefined)).kind).toBe('in');
  });

  it('releases the reservation if the used space cannot be measured', async () => {
    const doors = new UploadRoom({
      ...{ mostBytes: 100, limitBytes: 40, mostUploads: 1 },
      usedBytes: () => Promise.reject(new Error('the disk is gone')),
    });
    for (let turn = 0; turn < 2; turn++) await expect(doors.enter(1)).rejects.toThrow('the disk is gone');
  });
});
