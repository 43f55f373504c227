import { listPage } from './list-page.js';
import { titleOf, type Video } from './video.js';

test.each([
  ['holiday.mp4', 'holiday.mp4'],
  ['../../../etc/passwd', 'passwd'],
  ['..\\..\\windows\\system.ini', 'system.ini'],
  ['크리스마스 영상.mp4', '크리스마스 영상.mp4'],
  ['a\u0000b\u001b[31m\u202e.mp4', 'ab[31m.mp4'],
  ['..', '..'],
  ['', 'untitled'],
  [undefined, 'untitled'],
  ['x'.repeat(500), 'x'.repeat(120)],
])('given the file name %j, when it is uploaded, then its title is %j', (fileName, title) => {
  expect(titleOf(fileName)).toBe(title);
});

const video: Video = {
  ...{ videoId: '0199c8f2-7a10-7c3e-9d41-5f0f2a6b8c11', title: '<script>alert(1)</script>', bytes: 2_500_000 },
  ...{ durationSeconds: 8, width: 1280, height: 720, uploadedAt: new Date(0), design: 'queue', state: 'failed' },
  ...{ percent: 40, rendition: null, reason: 'it is "broken" & gone', traceId: null, finishedAt: null },
};

test('given markup in a title or a reason, when the page lists the video, then it is text', () => {
  const page = listPage([video]);
  expect(page).not.toContain('<script>');
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
  expect(page).toContain('it is &quot;broken&quot; &amp; gone');
});

test('given a video that is ready, when the page lists it, then its rendition and poster are linked', () => {
  const rendition = { bytes: 1, durationSeconds: 8, width: 640, height: 360 };
  const page = listPage([{ ...video, state: 'ready', rendition, reason: null }]);
  expect(page).toContain(`/videos/${video.videoId}/rendition`);
  expect(page).toContain(`/videos/${video.videoId}/poster`);
});
