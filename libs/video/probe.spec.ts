import { mediaOf } from './probe.js';
import { reasonIn } from './reason.js';
import { progressReader } from './transcode.js';

const stream = { width: 1280, height: 720, disposition: { attached_pic: 0 } };

test('a picture with a size and a length is a video', () => {
  const said = { streams: [stream], format: { duration: '8.5' } };
  expect(mediaOf(said)).toEqual({ ok: true, media: { durationSeconds: 8.5, width: 1280, height: 720 } });
});

test.each<[string, Parameters<typeof mediaOf>[0], RegExp]>([
  ['a file with sound only', { format: { duration: '8' } }, /no moving picture/],
  ['a song with a cover', { streams: [{ ...stream, disposition: { attached_pic: 1 } }] }, /no moving picture/],
  ['a picture without size', { streams: [{}], format: { duration: '8' } }, /no size/],
  ['a live stream that was cut', { streams: [stream], format: {} }, /no length/],
  ['a wall of a picture', { streams: [{ ...stream, width: 16_000 }], format: { duration: '8' } }, /16000 x 720/],
  ['a day of film', { streams: [stream], format: { duration: '86400' } }, /longer than 2 hours/],
])('%s is refused with the reason', (_name, said, because) => {
  expect(mediaOf(said)).toEqual({ ok: false, because: expect.stringMatching(because) as string });
});

test('the reason is the last meaningful line, without our paths and memory addresses', () => {
  const errors = [
    '[h264 @ 0x56118f717cc0] Invalid NAL unit size (1 > 0).',
    '    Last message repeated 3 times',
    '[mov,mp4 @ 0x5611] /srv/videos/originals/abc: Invalid data found when processing input',
    'Error marking filters as finished',
  ].join('\n');
  expect(reasonIn(errors, ['/srv/videos/originals/abc'])).toBe('Invalid data found when processing input');
  expect(reasonIn('', [])).toBe('ffmpeg gave no reason');
});

test('each percentage is reported once, rising, and never 100 before the end', () => {
  const told: number[] = [];
  const read = progressReader(10, (percent) => told.push(percent));
  for (const line of ['out_time_us=0', 'speed=2x', 'out_time_us=N/A', 'out_time_us=2500000', 'out_time_us=2500001'])
    read(line);
  for (const line of ['out_time_us=1000000', 'out_time_us=11000000', 'progress=end']) read(line);
  expect(told).toEqual([0, 25, 99]);
});
