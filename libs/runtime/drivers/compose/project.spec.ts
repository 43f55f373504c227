import { readFileSync } from 'node:fs';
import { parts } from '../../stack.js';
import type { Settings } from '../../settings.js';
import { lacksNetwork, refusal } from './docker.js';
import { aioFinding, composeVersionFinding } from './preflight.js';
import { portEnvironment, projectOf } from './project.js';

const settings = (portBase: number): Settings => ({ root: '/', stateFolder: '/', toolsFolder: '/', portBase });
const text = (file: string) => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');

describe('the compose project', () => {
  it('is the default project of docker compose, unless the ports were moved', () => {
    expect(projectOf(settings(17_000))).toBe('eventstage');
    expect(projectOf(settings(23_000))).toBe('eventstage-23000');
  });

  it('has every port in .env moved by another port base, and none by the default', () => {
    const inFile = [...text('.env').matchAll(/^(\w+_PORT)=/gm)].map(([, name]) => name);
    expect(Object.keys(portEnvironment(23_000)).sort()).toEqual(inFile.sort());
    expect(portEnvironment(23_000)).toMatchObject({
      ORDER_PORT: '23001',
      KAFKA_1_PORT: '23092',
      GRAFANA_PORT: '23030',
    });
    expect(portEnvironment(17_000)).toEqual({});
  });

  it('has every part of the stack, by its name and kind', () => {
    const labels = [...text('docker-compose.yml').matchAll(/eventstage\.part: ([\w-]+), eventstage\.kind: (\w+)/g)];
    const labelled = new Map(labels.map(([, name, kind]) => [name, kind]));
    for (const { name, kind } of parts) expect([name, labelled.get(name)]).toEqual([name, kind]);
  });

  it('has Prometheus scrape every service, under the name of the part', () => {
    const jobs = [...text('prometheus/prometheus.yml').matchAll(/job_name: ([\w-]+)/g)].map(([, job]) => job);
    const scraped = parts.filter(({ kind }) => kind === 'service' || kind === 'prometheus').map(({ name }) => name);
    expect(jobs.sort()).toEqual([...scraped].sort());
  });
});

describe('a docker that fails', () => {
  it.each([
    ['spawn docker ENOENT', /docker is not on the PATH/],
    ['Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', /start it/],
    ['permission denied while trying to connect to the Docker daemon socket', /group docker/],
    ["docker: 'compose' is not a docker command.", /no Compose plugin/],
  ])('says what to do about: %s', (errors, sentence) => {
    expect(refusal(['ps'], errors)).toMatch(sentence);
  });

  it('passes on its message if it is unknown', () => {
    expect(refusal(['kill', 'x'], 'Error response from daemon: no such container')).toBe(
      'docker kill failed: Error response from daemon: no such container.',
    );
  });
});

describe('doctor', () => {
  it.each(['2.24.0', 'v2.30.1', '5.6.1', '2.29.7-desktop.1'])('takes Compose %s', (version) => {
    expect(composeVersionFinding(version).problem).toBeUndefined();
  });

  it.each(['2.20.2+ds1', '1.29.2'])('does not take Compose %s', (version) => {
    expect(composeVersionFinding(version).problem).toMatch(/too old/);
  });

  it('checks the asynchronous I/O limit that Redpanda needs, and says how to raise it', () => {
    expect(aioFinding(65_536).problem).toMatch(/sysctl -w fs\.aio-max-nr=1048576/);
    expect(aioFinding(1_048_576).problem).toBeUndefined();
    expect(aioFinding(undefined).problem).toBeUndefined();
  });
});

test.each([
  ['Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host', true],
  ['npm error code EAI_AGAIN', true],
  ["The command 'npm run build' returned a non-zero code: 2", false],
  ['failed to solve: Dockerfile parse error on line 3', false],
])('a build that fails with %s lacks the network: %s', (words, lacks) => {
  expect(lacksNetwork(words)).toBe(lacks);
});
