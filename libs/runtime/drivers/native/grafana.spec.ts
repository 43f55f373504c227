import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findGrafana } from './grafana.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-grafana-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const settings = { root: '/project', stateFolder: '/project/.eventstage', toolsFolder: '', portBase: 17_000 };
const ports = (part: string): number => ({ prometheus: 17_090, zipkin: 17_041 })[part] ?? 0;

async function install(program: string, home: string): Promise<void> {
  await mkdir(join(folder, 'bin'), { recursive: true });
  await mkdir(join(home, 'conf'), { recursive: true });
  await writeFile(join(home, 'conf', 'defaults.ini'), '');
  await writeFile(join(folder, 'bin', program), '#!/bin/sh\n');
  await chmod(join(folder, 'bin', program), 0o755);
}

describe('findGrafana', () => {
  it('finds the archive by GRAFANA_HOME and serves our boards on loopback, from our stores', async () => {
    await install('grafana', folder);
    const found = await findGrafana(settings, ports, { GRAFANA_HOME: folder, PATH: '' });
    expect(found?.part).toEqual({ name: 'grafana', kind: 'grafana', ports: { http: 17_030 } });
    expect(found?.launch).toMatchObject({
      program: join(folder, 'bin', 'grafana'),
      given: ['server', '--homepath', folder],
      env: {
        GF_SERVER_HTTP_ADDR: '127.0.0.1',
        GF_PATHS_PROVISIONING: '/project/grafana/provisioning',
        EVENTSTAGE_BOARDS: '/project/grafana/generated',
        PROMETHEUS_URL: 'http://127.0.0.1:17090',
        ZIPKIN_PUBLIC_URL: 'http://127.0.0.1:17041',
      },
    });
  });

  it('finds an older one on the PATH, with its home under share', async () => {
    await install('grafana-server', join(folder, 'share', 'grafana'));
    const found = await findGrafana(settings, ports, { PATH: join(folder, 'bin') });
    expect(found?.launch.given).toEqual(['--homepath', expect.stringMatching(/share.grafana$/)]);
  });

  it('finds none if there is none', async () => {
    expect(await findGrafana(settings, ports, { PATH: folder })).toBeUndefined();
  });
});
