// npm run compose.offline -- save [FILE]   pulls and builds every image of docker-compose.yml and writes them to one file
// npm run compose.offline -- load [FILE]   reads them back on a machine without a network: then `docker compose up` needs none
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [command, file = 'eventstage-images.tar'] = process.argv.slice(2);

/** Exits with 2 if docker fails; docker has printed why. */
function docker(given, capture = false) {
  const { status, error, stdout } = spawnSync('docker', given, {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', capture ? 'pipe' : 'inherit', 'inherit'],
  });
  if (error) console.error(`There is no docker on the PATH: ${error.message}`);
  if (error || status !== 0) process.exit(2);
  return stdout ?? '';
}

const compose = (...given) => ['compose', '--profile', '*', ...given];

if (command === 'save') {
  docker(compose('pull', '--policy', 'missing', '--ignore-buildable'));
  docker(compose('build'));
  const images = [...new Set(docker(compose('config', '--images'), true).split('\n').filter(Boolean))].sort();
  docker(['save', '--output', file, ...images]);
  console.log(`${images.length} images are in ${file}:\n${images.join('\n')}`);
} else if (command === 'load') {
  docker(['load', '--input', file]);
  console.log('Now `docker compose up --no-build` needs no network.');
} else {
  console.error('Usage: npm run compose.offline -- save [FILE], or load [FILE].');
  process.exit(2);
}
