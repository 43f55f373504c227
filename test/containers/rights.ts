import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { StageCommands } from '../journeys/stage-commands.js';

const docker = async (...given: string[]) => (await promisify(execFile)('docker', given)).stdout.trim();

/** What the programs in the containers may do, and who can reach them. */
export function rights(on: () => StageCommands, project: string): void {
  const running = async (...filters: string[]) => {
    const given = [`label=com.docker.compose.project=${project}`, ...filters].flatMap((one) => ['--filter', one]);
    return (await docker('ps', '--format', '{{.Names}}', ...given)).split('\n');
  };

  it('runs every program without capabilities, without a way to gain them, and with a process limit', async () => {
    for (const container of await running()) {
      const status = await docker('exec', container, 'cat', '/proc/1/status');
      expect([container, /CapEff:\s*(\w+)/.exec(status)?.[1]]).toEqual([container, '0000000000000000']);
      expect([container, /NoNewPrivs:\s*(\d)/.exec(status)?.[1]]).toEqual([container, '1']);
      expect(Number(await docker('inspect', '--format', '{{.HostConfig.PidsLimit}}', container))).toBeGreaterThan(0);
    }
  });

  it('lets no service write outside of its volumes', async () => {
    const services = await running('label=eventstage.kind=service');
    expect(services.length).toBeGreaterThan(5);
    for (const container of services) {
      const writing = docker('exec', container, 'touch', '/eventstage/written');
      await expect(writing).rejects.toThrow('Read-only file system');
    }
  });

  it('has no Grafana administrator', async () => {
    const authorization = `Basic ${Buffer.from('admin:admin').toString('base64')}`;
    const { ok } = await on().request('grafana', '/api/admin/settings', { headers: { authorization } });
    expect(ok).toBe(false);
  });

  it('publishes nothing outside of this machine', async () => {
    const published = await docker(
      'ps',
      '--filter',
      `label=com.docker.compose.project=${project}`,
      '--format',
      '{{.Ports}}',
    );
    expect(published).toContain('127.0.0.1:');
    expect(published).not.toMatch(/0\.0\.0\.0:|\[?::\]?:/);
  });
}
