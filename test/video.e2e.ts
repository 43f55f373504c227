import { missingFfmpeg, startTrialStack, waitFor, type RunningStack } from '#runtime';
import { runScenario, scenarioNamed } from '#scenarios';
import { breakClip, makeClip } from '#video';
import { once } from 'node:events';
import { openAsBlob } from 'node:fs';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Without ffmpeg there is nothing to test, and the titles say so. */
const describeVideo =
  missingFfmpeg().length > 0
    ? (title: string, _tests: () => void) => describe.skip(`${title} (needs ffmpeg)`, _tests)
    : describe;

let stack: RunningStack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-video-'));
  await makeClip(file('clip'), { width: 640, height: 360, seconds: 3 });
  await makeClip(file('long'), { width: 1280, height: 720, seconds: 30 });
  await breakClip(file('clip'), file('broken'));
  await writeFile(file('empty'), '');
  await writeFile(file('zip'), Buffer.from('504b0304140000000800', 'hex'));
  stack = await startTrialStack({ root: process.cwd(), name: 'video' });
}, 300_000);

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const file = (name: string) => join(folder, name);
const site = () => stack.driver.address('video');

async function upload(name: string, options: { path?: string; type?: string; fileName?: string } = {}) {
  const { path = '/videos', type = 'video/mp4', fileName = `${name}.mp4` } = options;
  const form = new FormData();
  form.append('video', await openAsBlob(file(name), { type }), fileName);
  return fetch(site() + path, { method: 'POST', body: form });
}

interface Video {
  videoId: string;
  title: string;
  state: string;
  percent: number;
  reason: string | null;
  renditionUrl: string | null;
  posterUrl: string | null;
}

const show = async (videoId: string) => (await (await fetch(`${site()}/videos/${videoId}`)).json()) as Video;
const idOf = async (answer: Response) => ((await answer.json()) as { videoId: string }).videoId;

const ended = (videoId: string, state: string, limitMs = 90_000) =>
  waitFor({ what: `${videoId} to be ${state}`, limitMs, everyMs: 100 }, async () => {
    const video = await show(videoId);
    if (video.state !== state) throw new Error(`it is ${video.state}, ${video.percent} %`);
    return video;
  });

/** Every file of the site and the workers, by its path below their folder. */
async function filesKept(): Promise<string[]> {
  const entries = await readdir(stack.state().dataFolders['videos']!, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

describeVideo('an uploaded video', () => {
  it('is answered immediately, transcoded by a worker, and served in ranges', async () => {
    const answer = await upload('clip');
    expect(answer.status).toBe(202);
    expect(answer.headers.get('trace-id')).toMatch(/^[0-9a-f]{32}$/);
    const video = await ended(await idOf(answer), 'ready');
    const range = await fetch(site() + video.renditionUrl, { headers: { range: 'bytes=4-7' } });
    expect([range.status, await range.text()]).toEqual([206, 'ftyp']);
    const poster = await fetch(site() + video.posterUrl);
    expect(poster.headers.get('content-type')).toBe('image/jpeg');
    expect(await (await fetch(site())).text()).toContain(video.videoId);
  }, 120_000);

  it('is transcoded before the answer in the waiting design', async () => {
    const answer = await upload('clip', { path: '/waiting/videos' });
    expect(answer.status).toBe(201);
    expect(await show(await idOf(answer))).toMatchObject({ state: 'ready', percent: 100 });
  }, 120_000);

  it('is taken over when its worker is killed in the middle: one result, nothing incomplete', async () => {
    const videoId = await idOf(await upload('long'));
    await waitFor({ what: 'the worker to be in the middle', limitMs: 90_000, everyMs: 50 }, async () => {
      const { state, percent } = await show(videoId);
      if (state === 'ready') throw new Error('it was too quick');
      return percent > 5;
    });
    await stack.driver.kill('video-worker');
    await stack.driver.start('video-worker');
    await ended(videoId, 'ready', 180_000);
    const ofVideo = (await filesKept()).filter((path) => path.includes(videoId)).map((path) => path.split('/').at(-2));
    expect(ofVideo.sort()).toEqual(['originals', 'posters', 'renditions']);
  }, 300_000);

  it('that is corrupt inside fails, and its owner is told why', async () => {
    const { reason, posterUrl } = await ended(await idOf(await upload('broken')), 'failed');
    expect(reason).toMatch(/^the video could not be read: /);
    expect(reason).not.toContain('/');
    expect(posterUrl).toBeNull();
  }, 120_000);
});

describeVideo('bad input', () => {
  it.each<[string, () => Promise<Response>, number, RegExp]>([
    ['an empty file', () => upload('empty'), 422, /empty/],
    ['a zip named mp4', () => upload('zip'), 415, /not a valid video/],
    ['a type that is not a video', () => upload('zip', { type: 'image/png' }), 415, /image\/png/],
    ['a form without a file', () => fetch(`${site()}/videos`, { method: 'POST', body: aForm() }), 400, /no file/],
    ['a body that is not a form', () => fetch(`${site()}/videos`, { method: 'POST', body: 'hi' }), 415, /multipart/],
    ['a form without an end', () => sendRaw(halfForm, halfForm.length), 400, /ended before/],
    ['a declared length of 2 GB', () => sendRaw(halfForm, 2 ** 31), 413, /512 MiB/],
  ])(
    '%s is refused with problem details, leaves nothing on disk, and the site continues',
    async (_what, send, status, detail) => {
      const before = await filesKept();
      const answer = await send();
      expect(answer.status).toBe(status);
      expect(answer.headers.get('content-type')).toMatch('application/problem+json');
      expect(((await answer.json()) as { detail: string }).detail).toMatch(detail);
      expect(await filesKept()).toEqual(before);
      expect((await fetch(site())).status).toBe(200);
    },
    60_000,
  );

  it('an interrupted upload leaves nothing on disk', async () => {
    const before = await filesKept();
    const { hostname, port } = new URL(site());
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    socket.write(head(10_000_000) + halfForm);
    await waitFor({ what: 'the upload to have begun', limitMs: 30_000, everyMs: 20 }, async () => {
      return (await filesKept()).length > before.length;
    });
    socket.destroy();
    await waitFor({ what: 'the half upload to be gone', limitMs: 30_000, everyMs: 50 }, async () => {
      return (await filesKept()).length === before.length;
    });
    expect((await fetch(site())).status).toBe(200);
  }, 90_000);

  it.each(['../../../../tmp/evil.mp4', '..\\..\\evil.mp4', '/etc/passwd', '%2e%2e%2fevil.mp4'])(
    'the file name %s never refers to one of our files',
    async (fileName) => {
      const videoId = await idOf(await upload('clip', { fileName }));
      expect((await show(videoId)).title).not.toMatch(/[/\\]/);
      const kept = await filesKept();
      expect(kept.filter((path) => /evil|passwd/.test(path))).toEqual([]);
      expect(kept.some((path) => path.endsWith(`originals/${videoId}`))).toBe(true);
    },
    60_000,
  );

  it('a path instead of an id is not found', async () => {
    for (const id of ['..%2f..%2fetc%2fpasswd', 'x', '00000000-0000-0000-0000-000000000000']) {
      expect((await fetch(`${site()}/videos/${id}/rendition`)).status).toBe(404);
    }
  });
});

describeVideo('the video work queue', () => {
  it('shows what the talk claims about both designs', async () => {
    const scenario = scenarioNamed('video-queue');
    const { report } = await runScenario({
      ...{ driver: stack.driver, scenario, speed: 'fast', seed: 42, folder: join(folder, 'report') },
      ...{ stateFolder: folder, progress: () => {}, stopping: new AbortController().signal },
    });
    // Response times depend on the machine, and a test must not race a clock: those expectations may fail here.
    const failed = report.verdict.expectations.filter(({ passed, text }) => !passed && !/p50|p99/.test(text.en));
    expect(failed).toEqual([]);
    const queue = report.runs.find(({ figures }) => figures.name === 'queue')?.figures;
    expect(queue).toMatchObject({ lost: 0, doubled: 0, finalLag: 0 });
  }, 600_000);
});

function aForm(): FormData {
  const form = new FormData();
  form.append('title', 'no file');
  return form;
}

const boundary = 'eventstage';
const halfForm = `--${boundary}\r\ncontent-disposition: form-data; name="video"; filename="a.mp4"\r\ncontent-type: video/mp4\r\n\r\n${'x'.repeat(50_000)}`;
const head = (length: number) =>
  `POST /videos HTTP/1.1\r\nhost: localhost\r\ncontent-type: multipart/form-data; boundary=${boundary}\r\ncontent-length: ${length}\r\n\r\n`;

/** Sends a request that no client library would send. */
async function sendRaw(body: string, declaredLength: number): Promise<Response> {
  const { hostname, port } = new URL(site());
  const socket = connect(Number(port), hostname);
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  socket.write(head(declaredLength) + body);
  await waitFor({ what: 'an answer', limitMs: 30_000, everyMs: 20 }, () => Promise.resolve(/\r\n\r\n.*\}/s.test(text)));
  socket.destroy();
  const [top = '', content = ''] = text.split(/\r\n\r\n/);
  const [start = '', ...lines] = top.split('\r\n');
  const headers = lines.map((line): [string, string] => [line.split(': ')[0] ?? '', line.split(': ')[1] ?? '']);
  return new Response(/\{.*\}/s.exec(content)?.[0], { status: Number(start.split(' ')[1]), headers });
}
