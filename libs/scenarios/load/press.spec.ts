import type { Answer } from './generate.js';
import { gifticonPress, memberOfPress } from './gifticons.js';
import { pressUntilAnswered } from './press.js';

const accepted: Answer = { ending: 'accepted', status: 202, id: 'request-1' };
const timedOut: Answer = { ending: 'timed-out', status: null, id: null };

function answers(...given: Answer[]) {
  let asked = 0;
  return { send: async () => given[asked++] as Answer, asked: () => asked };
}

test('a client that gets an answer does not try again', async () => {
  const client = answers(accepted);
  expect(await pressUntilAnswered(client.send, 3)).toEqual(accepted);
  expect(client.asked()).toBe(1);
});

test('a client without an answer tries again, and the number of tries is reported', async () => {
  const client = answers(timedOut, accepted);
  expect(await pressUntilAnswered(client.send, 3)).toEqual({ ...accepted, presses: 2 });
});

test('the number of tries is limited', async () => {
  const client = answers(timedOut, timedOut, timedOut, accepted);
  expect(await pressUntilAnswered(client.send, 3)).toEqual({ ...timedOut, presses: 3 });
  expect(client.asked()).toBe(3);
});

test('every fiftieth press is a second one of an earlier member, with its own key', () => {
  const plan = { sku: 'christmas', seed: 7 };
  expect(memberOfPress(49)).toBe(memberOfPress(39));
  expect(new Set(Array.from({ length: 100 }, (_, n) => memberOfPress(n))).size).toBe(98);
  expect(gifticonPress('/gifticons', 49, plan).headers).not.toEqual(gifticonPress('/gifticons', 39, plan).headers);
});

test('the same press of the same seed is the same request', () => {
  const plan = { sku: 'christmas', seed: 7 };
  expect(gifticonPress('/gifticons', 3, plan)).toEqual(gifticonPress('/gifticons', 3, plan));
});
