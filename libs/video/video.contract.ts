import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { breakClip, BrokenVideo, FfmpegMissing, makeClip, openVideoPlaces, probeVideo, transcode } from '#video';
import { missingFfmpeg } from '#runtime';
import { runChild } from './child.js';

/** Without ffmpeg there is nothing to test, and the titles say so. */
const noFfmpeg = missingFfmpeg().length > 0;
const ffmpegTest: typeof test = noFfmpeg ? test.skip : test;
const needs = noFfmpeg ? ' (needs ffmpeg)' : '';

let folder: string;
const file = (name: string) => join(folder, name);
const into = { rendition: '', poster: '' };
const limits = { threads: 1, seconds: 60, bytes: 100_000_000 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'video-'));
  Object.assign(into, { rendition: file('out.mp4'), poster: file('out.jpg') });
  if (noFfmpeg) return;
  await makeClip(file('clip'), { width: 640, height: 480, seconds: 3 });
  await breakClip(file('clip'), file('broken'));
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

ffmpegTest(
  `a clip becomes a smaller rendition and a poster, and reports its progress${needs}`,
  async () => {
    const told: number[] = [];
    const job = { source: file('clip'), durationSeconds: 3, into, limits };
    const made = await transcode({ ...job, onProgress: (percent) => told.push(percent) });
    expect(made).toMatchObject({ width: 480, height: 360 });
    expect(made.durationSeconds).toBeCloseTo(3, 0);
    expect(made.bytes).toBeLessThan((await stat(file('clip'))).size);
    expect((await stat(into.poster)).size).toBeGreaterThan(1_000);
    expect(told.length).toBeGreaterThan(0);
  },
  60_000,
);

ffmpegTest.each<[string, string | Buffer, RegExp]>([
  ['an empty file', '', /could not be read/],
  ['a zip with another name', Buffer.from('504b0304140000000800', 'hex'), /could not be read/],
  ['a playlist that names a local file', '#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n', /could not be read/],
  ['a list for the concat reader', "ffconcat version 1.0\nfile '/etc/passwd'\n", /could not be read/],
])(`%s is not a video${needs}`, async (_name, content, because) => {
  await writeFile(file('other.mp4'), content);
  const probed = await probeVideo(file('other.mp4'));
  expect(probed).toEqual({ ok: false, because: expect.stringMatching(because) as string });
  expect(JSON.stringify(probed)).not.toContain(folder);
});

ffmpegTest(
  `a clip that is corrupt inside passes the container check, and fails when it is transcoded${needs}`,
  async () => {
    expect((await probeVideo(file('broken'))).ok).toBe(true);
    const broken = transcode({ source: file('broken'), durationSeconds: 3, into, limits });
    await expect(broken).rejects.toThrow(BrokenVideo);
    await expect(broken).rejects.toThrow(/^the video could not be read: (?!.*\/)/);
  },
  60_000,
);

ffmpegTest(
  `a video that takes too long, or becomes too large, fails with the reason${needs}`,
  async () => {
    const job = { source: file('clip'), durationSeconds: 3, into };
    const slow = transcode({ ...job, limits: { ...limits, seconds: 0.02 } });
    await expect(slow).rejects.toThrow('the video takes longer than 0.02 s to make smaller');
    await expect(slow).rejects.toThrow(BrokenVideo);
    const large = transcode({ ...job, limits: { ...limits, bytes: 20_000 } });
    await expect(large).rejects.toThrow('its smaller version would be too large');
    expect((await stat(into.rendition)).size).toBeLessThan(200_000);
  },
  60_000,
);

ffmpegTest(
  `an aborted signal kills ffmpeg immediately${needs}`,
  async () => {
    const abort = new AbortController();
    const endless = ['-re', '-f', 'lavfi', '-i', 'testsrc2', '-f', 'null', '-'];
    const running = runChild('ffmpeg', ['-v', 'error', ...endless], { signal: abort.signal });
    setTimeout(() => abort.abort(new Error('enough')), 300);
    await expect(running).rejects.toThrow('enough');
  },
  10_000,
);

ffmpegTest(
  `ffmpeg does not outlive a parent killed by SIGKILL${needs}`,
  async () => {
    const beat = file('beat');
    const program = `
    const { runChild } = await import(${JSON.stringify(new URL('../../dist/libs/video/child.js', import.meta.url).href)});
    await runChild('ffmpeg', ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'testsrc2', '-f', 'mpegts', '-flush_packets', '1', ${JSON.stringify(beat)}]);`;
    const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' });
    await until('ffmpeg writes', async () => existsSync(beat) && (await stat(beat)).size > 0);
    parent.kill('SIGKILL');
    await once(parent, 'exit');
    await until('the file stops growing', async () => {
      const { size } = await stat(beat);
      await pause(700);
      return (await stat(beat)).size === size;
    });
  },
  20_000,
);

test('a missing program is named, with how to install it', async () => {
  await expect(runChild('ffmpeg-of-nowhere', [])).rejects.toThrow(FfmpegMissing);
});

test('a name that is not an id never becomes a path, and a sweep keeps only known videos', async () => {
  const places = await openVideoPlaces(file('places'));
  expect(() => places.original('../../etc/passwd')).toThrow('not a uuid');
  const [known, unknown] = ['0199c8f2-7a10-7c3e-9d41-5f0f2a6b8c11', '0199c8f2-7a10-7c3e-9d41-5f0f2a6b8c12'] as const;
  await Promise.all([known, unknown].map((id) => writeFile(places.original(id), 'x')));
  await writeFile(places.incoming(unknown), 'half');
  await writeFile(places.attempt(known, 'a1').rendition, 'half');
  await places.sweep(async (ids) => new Set(ids.filter((id) => id === known)));
  expect(await readdir(file('places/originals'))).toEqual([known]);
  expect(await readdir(file('places/incoming'))).toEqual([]);
  await places.remove(known);
  expect(await readdir(file('places/attempts'))).toEqual([]);
});

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  const limit = Date.now() + 10_000;
  while (!(await holds())) {
    if (Date.now() > limit) throw new Error(`not within 10 s: ${what}`);
    await pause(50);
  }
}
