import { dealtClips } from './deal-clips.js';

const counted = (clips: readonly string[]) =>
  Object.fromEntries([...Map.groupBy(clips, (clip) => clip)].map(([clip, { length }]) => [clip, length]));

test('the same seed deals the same clips, another seed the same clips in another order', () => {
  expect(dealtClips(21, 7)).toEqual(dealtClips(21, 7));
  expect(dealtClips(21, 7)).not.toEqual(dealtClips(21, 8));
  expect(counted(dealtClips(21, 7))).toEqual(counted(dealtClips(21, 8)));
});

test.each([
  [21, { small: 8, medium: 6, large: 4, broken: 1, empty: 1, 'not-a-video': 1 }],
  [10, { small: 3, medium: 3, large: 1, broken: 1, empty: 1, 'not-a-video': 1 }],
  [3, { broken: 1, empty: 1, 'not-a-video': 1 }],
])('of %d uploads, one of each kind is useless, and most of the others are small', (uploads, expected) => {
  expect(counted(dealtClips(uploads, 7))).toEqual(expected);
});
