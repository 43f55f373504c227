#!/usr/bin/env node
// Runs on whatever Node is installed (20 or newer): installs and builds what is missing, then hands over to the Node 24 that npm
// installed. Plain JavaScript, no imports from node_modules. Progress goes to stderr; stdout belongs to the command.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  hasPackageLists,
  isDebian,
  isRoot,
  missingFfmpeg,
  missingRequirements,
  missingSentence,
} from './libs/runtime/install/requirements.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const oldestNode = 20;
const [task = 'help', ...given] = process.argv.slice(2);

/** The tasks, as arguments for the pinned Node. `built`: it runs from dist. `stack`: it starts native stacks. */
const tasks = {
  stage: { built: true, run: ['--enable-source-maps', 'dist/apps/stage/src/main.js'] },
  test: { built: true, stack: true, run: ['scripts/test.mjs'] },
  'test-compose': { built: true, run: ['scripts/test-compose.mjs'] },
  check: { built: true, run: ['scripts/check.mjs'] },
  fuzz: { built: true, stack: true, run: ['scripts/fuzz.mjs'] },
  'planted-bugs': { built: true, stack: true, run: ['scripts/planted-bugs.mjs'] },
  repeat: { built: true, stack: true, run: ['scripts/repeat.mjs'] },
  bench: { built: true, stack: true, run: ['--enable-source-maps', 'dist/bench/bench.js'] },
};

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Exits with 2 and one sentence. */
function refuse(sentence) {
  say(sentence);
  process.exit(2);
}

function path(...names) {
  return join(root, ...names);
}

function stampOf(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest('hex');
}

/** When the file was last written; 0 if it does not exist. */
const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/**
 * The user's environment without variables for another Node or PostgreSQL, and without what npm added for this script:
 * NODE_ENV=production breaks the build, NODE_OPTIONS and PGOPTIONS can do anything. NODE_EXTRA_CA_CERTS only adds certificates, which
 * installing commands need. libs/processes/environment.ts defines what reaches the parts.
 */
function environmentForNode(env) {
  const kept = ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(NODE_|npm_|PG)/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(kept));
}

/** The current child process. It is stopped when we are, or when nobody waits for us any more. */
let current;

/**
 * Runs a program to its end with its output on stderr.
 * @returns why it failed; undefined if it succeeded
 */
async function attempt(what, program, args, env) {
  const begun = performance.now();
  say(`${what} ...`);
  current = spawn(program, args, { cwd: root, env, stdio: ['ignore', 2, 2] });
  const failed = await new Promise((resolve) => {
    current.on('error', (error) => resolve(error.message));
    current.on('exit', (code, signal) => resolve(code === 0 ? undefined : (signal ?? `exit code ${code}`)));
  });
  current = undefined;
  if (failed === undefined) say(`${what}: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
  return failed;
}

async function must(what, program, args, env = environmentForNode(process.env)) {
  const failed = await attempt(what, program, args, env);
  if (failed) refuse(`${what} failed (${failed}): fix the problem shown above and try again.`);
}

/** Whether the task can start a native stack; other commands only talk to one. */
function startsStack() {
  const [command, verb] = given;
  return tasks[task].stack || (task === 'stage' && (command === 'up' || (command === 'scenario' && verb === 'run')));
}

const runsInContainers = () =>
  process.env.EVENTSTAGE_RUNTIME === 'compose' || /--runtime[= ]compose/.test(given.join(' '));

/** Lists everything that is missing before the first download; as root on Debian, installs it. */
async function bringRequirements() {
  if (!startsStack()) return;
  const found = runsInContainers() ? missingFfmpeg() : missingRequirements(path('.eventstage', 'tools'));
  const packages = found.flatMap((one) => one.packages);
  if (packages.length > 0 && isDebian() && isRoot()) return aptInstall(packages, found);
  if (found.some(({ optional }) => !optional)) refuse(missingSentence(found));
}

async function aptInstall(packages, found) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (what, ...args) => attempt(what, 'apt-get', ['-q', '-y', ...args], env);
  const failed =
    (!hasPackageLists() && (await apt('updating package lists (apt-get)', 'update'))) ||
    (await apt(
      `installing ${packages.join(', ')} (apt-get)`,
      ...['install', '--no-install-recommends', '-o', 'Dpkg::Use-Pty=0', ...packages],
    ));
  if (failed && found.some(({ optional }) => !optional))
    refuse(`${missingSentence(found)}\napt-get failed (${failed}).`);
}

/** Overrides npm settings of the user that would omit packages. Registry, proxy and certificates stay the user's own. */
const npmCi = [
  ...['ci', '--include=dev', '--include=optional', '--include=peer', '--bin-links', '--install-strategy=hoisted'],
  ...[`--os=${process.platform}`, `--cpu=${process.arch}`, '--no-global', '--no-dry-run', '--package-lock'],
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
];

/** npm ci, unless every package of the lock file is installed in its version. Also repairs an interrupted install. */
async function install() {
  const installed = path('node_modules', '.package-lock.json');
  if (!isInstalled(installed) || isPatchedOtherwise() || !existsSync(pinnedNode())) {
    // yarn and pnpm set npm_execpath to themselves.
    const npm = basename(process.env.npm_execpath ?? '') === 'npm-cli.js' ? process.env.npm_execpath : undefined;
    const env = { ...process.env, NODE_ENV: '' };
    if (npm && existsSync(npm)) await must('installing npm packages', process.execPath, [npm, ...npmCi], env);
    else await must('installing npm packages', 'npm', npmCi, env);
  }
  if (!existsSync(pinnedNode())) {
    refuse(
      `There is no npm package of Node 24 for ${process.platform} on ${process.arch}: only Linux and macOS are supported.`,
    );
  }
  await patch(installed);
}

/**
 * Whether npm's record of its last install (written at the very end) matches the lock file, and the packages still exist. An optional
 * package may be missing because it is for another system.
 */
function isInstalled(installed) {
  try {
    const { packages: there } = JSON.parse(readFileSync(installed, 'utf8'));
    const { packages: wanted } = JSON.parse(readFileSync(path('package-lock.json'), 'utf8'));
    return Object.entries(wanted).every(([folder, { version, integrity, optional }]) => {
      if (folder === '') return true;
      if (!there[folder]) return optional === true;
      const same = there[folder].version === version && there[folder].integrity === integrity;
      return same && existsSync(path(folder, 'package.json'));
    });
  } catch {
    return false; // Never installed, or truncated: run npm ci.
  }
}

const patchedFile = path('node_modules', '.eventstage-patched');

const patches = () =>
  existsSync(path('patches'))
    ? readdirSync(path('patches'))
        .map((name) => path('patches', name))
        .sort()
    : [];

/** Whether other patches, or only some of these, were applied: nothing can be applied on top of that. */
function isPatchedOtherwise() {
  const [patched] = readStamp(patchedFile).split(' ');
  return patched !== '' && patched !== stampOf(patches());
}

/** Applies our patches after each install, because npm may block install scripts. */
async function patch(installed) {
  if (patches().length === 0) return;
  const stamp = `${stampOf(patches())} ${stampOf([installed])}`;
  if (readStamp(patchedFile) === stamp) return;
  writeFileSync(patchedFile, 'begun');
  await must('patching packages', pinnedNode(), [path('node_modules', 'patch-package', 'index.js'), '--error-on-fail']);
  writeFileSync(patchedFile, stamp);
}

function pinnedNode() {
  return path('node_modules', '.bin', 'node');
}

/** Name, size and time of every source file: enough to detect edits. */
function sources(folder, found = []) {
  if (!existsSync(folder)) return found;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== 'node_modules') sources(file, found);
    } else if (/\.(ts|tsx|mjs|css|html|json)$/.test(entry.name) && !/\.(spec|contract|e2e)\.ts$/.test(entry.name)) {
      const { size, mtimeMs } = statSync(file);
      found.push(`${relative(root, file)} ${size} ${mtimeMs}`);
    }
  }
  return found;
}

/** The browser pages, built by Vite into the same path below dist. */
const pages = [
  ["the control room's page", 'apps', 'control-room', 'page'],
  ["the reports' page", 'libs', 'scenarios', 'report', 'page'],
];

async function build() {
  const stampFile = path('dist', '.eventstage-built');
  const hash = createHash('sha256');
  // The lock file, because packages are bundled into the pages.
  for (const file of ['tsconfig.json', 'tsconfig.build.json', 'package-lock.json'])
    hash.update(readFileSync(path(file)));
  for (const folder of ['apps', 'libs', 'grafana', 'bench'])
    for (const line of sources(path(folder)).sort()) hash.update(line);
  const stamp = hash.digest('hex');
  if (readStamp(stampFile) === stamp) return;
  rmSync(stampFile, { force: true }); // An interrupted build must not count as the previous one.
  await must('building', pinnedNode(), [path('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  const vite = path('node_modules', 'vite', 'bin', 'vite.js');
  for (const [name, ...folder] of pages)
    await must(`building ${name}`, pinnedNode(), [vite, 'build', path(...folder), '--logLevel', 'warn']);
  mkdirSync(path('dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** The parent of a process; undefined if unknown. */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid;
  try {
    // The name, in parentheses, can contain anything; the state and the parent follow it.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** This process and, if it still exists, the shell between npm and us: each with the parent that it must keep. */
function ancestors() {
  const found = [{ pid: process.pid, parent: process.ppid }];
  const shell = existsSync(`/proc/${process.ppid}/comm`) && readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  if (/^(sh|dash|bash|zsh)$/.test(shell)) found.push({ pid: process.ppid, parent: parentOf(process.ppid) });
  return found;
}

/** Forwards signals, and stops when npm (or the shell in between) is killed, because then nobody waits for us. */
function watchOver() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (current ? current.kill(signal) : process.exit(128 + constants.signals[signal])));
  }
  const waiting = process.env.npm_lifecycle_event ? ancestors() : [];
  const orphaned = setInterval(() => {
    if (waiting.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(orphaned); // A second signal would mean to skip draining.
    current?.kill('SIGTERM');
  }, 500).unref();
}

/** Runs the command. It holds the other end of an IPC channel, so that it notices if we are killed. */
function handOver(args) {
  current = spawn(pinnedNode(), args, {
    cwd: root,
    env: environmentForNode(process.env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  current.on('error', (error) => refuse(`Node 24 could not be started: ${error.message}`));
  current.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** When a process started, in kernel ticks, to detect a reused pid. Empty if unknown. */
function startOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[19];
  } catch {
    return '';
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** Two commands at once in one clone: the second waits until the first has installed and built. */
async function alone(work) {
  const lock = path('.eventstage', 'install.lock');
  mkdirSync(path('.eventstage'), { recursive: true });
  for (let told = false; ; told = true) {
    try {
      writeFileSync(lock, `${process.pid} ${startOf(process.pid)}`, { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const [pid, start] = readStamp(lock).split(' ');
    // Empty: being written right now, or truncated. A dead process left it behind.
    const isHeld = pid ? isAlive(Number(pid)) && startOf(pid) === start : Date.now() - timeOf(lock) < 2_000;
    if (!isHeld) rmSync(lock, { force: true });
    else {
      if (!told) say(`waiting for another command in this clone (pid ${pid}) to install and build ...`);
      await pause(200);
    }
  }
  const release = () => rmSync(lock, { force: true });
  process.on('exit', release);
  await work();
  process.off('exit', release);
  release();
}

if (Number(process.versions.node.split('.')[0]) < oldestNode) {
  refuse(`Node ${oldestNode} or newer is required, and this is ${process.versions.node}: install one from nodejs.org.`);
}
if (!Object.hasOwn(tasks, task)) {
  refuse(`bootstrap.mjs knows ${Object.keys(tasks).join(', ')}, but not '${task}': try \`npm start\`.`);
}
watchOver();
await bringRequirements();
await alone(async () => {
  await install();
  if (tasks[task].built) await build();
});
handOver([...tasks[task].run, ...given]);
