// npm run test:compose: tests the stack in containers. Needs any Docker engine; without one it says so and passes,
// because nothing was found wrong. Uses a separate project and separate ports, so a running stack is not affected.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const portBase = process.env.EVENTSTAGE_PORT_BASE ?? '27000';

const engine = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], { encoding: 'utf8' });
const plugin = spawnSync('docker', ['compose', 'version', '--short'], { encoding: 'utf8' });
if (engine.status !== 0 || plugin.status !== 0) {
  const missing = engine.error
    ? 'no docker on the PATH'
    : engine.status !== 0
      ? 'no Docker engine'
      : 'no Compose plugin';
  console.log(`skipped: there is ${missing}, so nothing was tested in containers`);
  process.exit(0);
}
console.log(`Docker ${engine.stdout.trim()}, Compose ${plugin.stdout.trim()}, ports from ${portBase}`);

const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
const files = '(driver\\.contract|compose\\.e2e)\\.ts$';
const { status } = spawnSync(
  process.execPath,
  ['--experimental-vm-modules', '--no-warnings', jest, '--testPathPatterns', files, '-i', '--testTimeout=900000'],
  {
    cwd: root,
    stdio: 'inherit',
    env: {
      ...process.env,
      EVENTSTAGE_RUNTIME: 'compose',
      EVENTSTAGE_PORT_BASE: portBase,
      EVENTSTAGE_STATE_DIR: join(root, '.eventstage', 'trials', 'compose'),
    },
  },
);
process.exit(status ?? 1);
