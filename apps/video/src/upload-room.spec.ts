import { UploadRoom } from './upload-room.js';

let used: number;
const room = () => new UploadRoom({ usedBytes: async () => used, mostBytes: 100, limitBytes: 40, mostUploads: 3 });
const leave = (entry: Awaited<ReturnType<UploadRoom['enter']>>) => {
  if (entry.kind === 'in') entry.leave();
};
beforeEach(() => (used = 0));

describe('the room for uploads', () => {
  it('lets in as many at once as it may, and the next one when one has left', async () => {
    const doors = room();
    const inside = await Promise.all([1, 1, 1].map((bytes) => doors.enter(bytes)));
    expect(inside.map(({ kind }) => kind)).toEqual(['in', 'in', 'in']);
    expect(await doors.enter(1)).toEqual({ kind: 'busy' });
    leave(inside[0]!);
    expect((await doors.enter(1)).kind).toBe('in');
  });

  it('is full when what is kept and what was promised leave no room, however many come together', async () => {
    used = 50;
    const doors = room();
    const entries = await Promise.all([30, 30].map((bytes) => doors.enter(bytes)));
    expect(entries.map(({ kind }) => kind)).not.toEqual(['in', 'in']);
    entries.forEach(leave);
    expect((await doors.enter(50)).kind).toBe('in');
  });

  it('reckons with the most an upload may have when its length is not declared', async () => {
    used = 61;
    expect(await room().enter(undefined)).toEqual({ kind: 'full' });
    used = 60;
    expect((await room().enter(undefined)).kind).toBe('in');
  });

  it('forgets the promise when it cannot be looked how much is used', async () => {
    const doors = new UploadRoom({
      ...{ mostBytes: 100, limitBytes: 40, mostUploads: 1 },
      usedBytes: () => Promise.reject(new Error('the disk is gone')),
    });
    for (let turn = 0; turn < 2; turn++) await expect(doors.enter(1)).rejects.toThrow('the disk is gone');
  });
});
