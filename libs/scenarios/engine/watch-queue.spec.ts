import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WaitedTooLong } from '#runtime';
import { groupsOf, queuesEmpty, untilEmpty } from './watch-queue.js';

let watcher: Server;
let groups: { group: string; lag: number }[];
const driver = {
  address: () => `http://127.0.0.1:${(watcher.address() as AddressInfo).port}`,
  parts: async () => ['order', 'review', 'member'].map((name) => ({ name })),
};
const stopping = new AbortController().signal;

beforeAll(async () => {
  watcher = createServer((_, response) => response.end(JSON.stringify(groups)));
  await new Promise<void>((resolve) => watcher.listen(0, '127.0.0.1', resolve));
});
afterAll(() => watcher.close());

test('a group of another program holds nothing up', async () => {
  groups = [
    { group: 'review', lag: 0 },
    { group: 'member', lag: 0 },
    { group: 'a-visitor', lag: 1_490 },
  ];
  const ours = await groupsOf(driver);
  expect(ours).toEqual(expect.arrayContaining(['review', 'member']));
  expect(ours).not.toContain('a-visitor');
  await untilEmpty({ driver, stopping }, ['review', 'member'], 5);
});

test('what is left is reported by name', async () => {
  groups = [
    { group: 'review', lag: 7 },
    { group: 'member', lag: 0 },
  ];
  const waiting = untilEmpty({ driver, stopping }, ['review', 'member', 'coupon'], 0.1);
  await expect(waiting).rejects.toThrow(/review: 7, coupon: not known/);
  await expect(waiting).rejects.toBeInstanceOf(WaitedTooLong);
  const said: string[] = [];
  expect(await queuesEmpty({ driver, stopping, progress: (line) => said.push(line) }, ['review'], 0.1)).toBe(false);
  expect(said).toEqual([expect.stringContaining('review: 7')]);
});

test('while a queue drains, what is left is reported', async () => {
  groups = [{ group: 'review', lag: 3 }];
  const said: string[] = [];
  const progress = (line: string) => {
    said.push(line);
    groups = [{ group: 'review', lag: 0 }];
  };
  expect(await queuesEmpty({ driver, stopping, progress }, ['review'], 30, 0)).toBe(true);
  expect(said).toEqual(['         left in the queues: review: 3']);
});
