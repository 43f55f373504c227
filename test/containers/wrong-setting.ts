import { waitFor, type PartState } from '#runtime';
import { execFileSync } from 'node:child_process';
import type { StageCommands } from '../journeys/stage-commands.js';

const docker = (...given: string[]) => execFileSync('docker', given, { encoding: 'utf8', stdio: 'pipe' }).trim();

/**
 * A service with an invalid value, and with an unknown name of ours that only its image sets.
 * @param said the output of the start
 */
export function wrongSetting(on: () => StageCommands, project: string, said: readonly string[]): void {
  const container = `${project}-misset`;
  const misset = async (): Promise<PartState | undefined> => {
    const { parts } = await on().answer<{ parts: PartState[] }>('status');
    return parts.find(({ name }) => name === 'misset');
  };

  describe('a container with an invalid setting', () => {
    afterAll(() => docker('rm', '--force', container));

    it('names it before it serves, and is restarted at longer and longer intervals', async () => {
      const named = ['--name', container, '--label', 'eventstage.part=misset'];
      const given = ['--env', 'KAFKA_BROKERS=kafka', '--env', 'EVENTSTAGE_OF_AN_IMAGE=x'];
      const run = ['run', '--detach', '--no-deps', '--no-TTY', ...named, ...given, 'order'];
      docker('compose', '--project-name', project, ...run);
      const down = await waitFor({ what: 'three attempts', limitMs: 120_000 }, async () => {
        const now = await misset();
        return now?.down?.because === 'crash' && now.restarts >= 2 && now;
      });
      expect(down.crash).toMatchObject({ exitCode: 2, signal: null });
      const lastLines = down.crash?.lastLines.join('\n');
      expect(lastLines).toContain('KAFKA_BROKERS is "kafka": give host:port');
      expect(lastLines).not.toContain('EVENTSTAGE_OF_AN_IMAGE');
      expect(docker('logs', container)).not.toContain('listening');
      for (const pause of ['0.5 s', '1.0 s']) {
        expect(said).toContain(`misset has ended: exit code 2; restarting it in ${pause}`);
      }
    });

    it('is no longer a part once it is removed', async () => {
      docker('rm', '--force', container);
      await waitFor({ what: 'it to be gone', limitMs: 30_000 }, async () => (await misset()) === undefined);
      expect(said.filter((line) => line.includes("There is no part 'misset'"))).toEqual([]);
    });
  });
}
