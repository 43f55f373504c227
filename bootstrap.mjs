#!/usr/bin/env node
// What npm runs on whatever Node there is (20 or newer): installs and builds what is missing, then hands over to the
// Node 24 that npm brought. Plain JavaScript, no imports from node_modules. Progress goes to stderr: stdout is the command's.
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

/** What can be asked for, as arguments of the pinned Node. `built`: it runs from dist. `stack`: it starts native stacks. */
const tasks = {
  stage: { built: true, run: ['--enable-source-maps', 'dist/apps/stage/src/main.js'] },
  test: { built: true, stack: true, run: ['scripts/test.mjs'] },
  'test-compose': { built: true, run: ['scripts/test-compose.mjs'] },
  check: { built: true, run: ['scripts/check.mjs'] },
  fuzz: { built: true, stack: true, run: ['scripts/fuzz.mjs'] },
  'planted-bugs': { built: true, stack: true, run: ['scripts/planted-bugs.mjs'] },
  bench: { built: true, stack: true, run: ['--enable-source-maps', 'dist/bench/bench.js'] },
};

function say(line) {
  process.stderr.write(`${line}\n`);
}

/** Ends with 2 and one sentence. */
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

/** When the file was last written; 0 when it is not there. */
const timeOf = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function readStamp(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/**
 * The person's environment without what is meant for another Node or another PostgreSQL, and without what npm added for this
 * script: NODE_ENV=production breaks the build, NODE_OPTIONS and PGOPTIONS may do anything. NODE_EXTRA_CA_CERTS only adds
 * certificates, and commands that install something need them. libs/runtime/environment.ts says what reaches the parts.
 */
function environmentForNode(env) {
  const kept = ([name]) => name === 'NODE_EXTRA_CA_CERTS' || !/^(NODE_|npm_|PG)/i.test(name);
  return Object.fromEntries(Object.entries(env).filter(kept));
}

/** The program that runs for us now. It ends when we are told to, or when nobody waits for us any more. */
let current;

/**
 * Runs a program to its end with its output on stderr.
 * @returns why it failed; undefined when it did not
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
  if (failed) refuse(`${what} failed (${failed}): see above, put it right and try again.`);
}

/** Whether the task may start a native stack; the other commands only talk to one. */
function startsStack() {
  const [command, verb] = given;
  return tasks[task].stack || (task === 'stage' && (command === 'up' || (command === 'scenario' && verb === 'run')));
}

const runsInContainers = () =>
  process.env.EVENTSTAGE_RUNTIME === 'compose' || /--runtime[= ]compose/.test(given.join(' '));

/** Names everything that is missing before the first download; as root on Debian installs it. */
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

/** Overrules what the person's npm may have been set to leave out. Registry, proxy and certificates stay the person's own. */
const npmCi = [
  ...['ci', '--include=dev', '--include=optional', '--include=peer', '--bin-links', '--install-strategy=hoisted'],
  ...[`--os=${process.platform}`, `--cpu=${process.arch}`, '--no-global', '--no-dry-run', '--package-lock'],
  ...['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
];

/** npm ci, unless each package of the lock file is there in its version. Also mends an install that was broken off. */
async function install() {
  const installed = path('node_modules', '.package-lock.json');
  if (!isInstalled(installed) || isPatchedOtherwise() || !existsSync(pinnedNode())) {
    // yarn and pnpm call themselves npm_execpath as well.
    const npm = basename(process.env.npm_execpath ?? '') === 'npm-cli.js' ? process.env.npm_execpath : undefined;
    const env = { ...process.env, NODE_ENV: '' };
    if (npm && existsSync(npm)) await must('installing npm packages', process.execPath, [npm, ...npmCi], env);
    else await must('installing npm packages', 'npm', npmCi, env);
  }
  if (!existsSync(pinnedNode())) {
    refuse(
      `There is no Node 24 for ${process.platform} on ${process.arch} among the packages: Linux and macOS are supported.`,
    );
  }
  await patch(installed);
}

/**
 * Whether what npm noted down of its last install (it does so at the very end) is the lock file, and still there. An optional
 * package may be missing: it is for another system.
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
    return false; // Never installed, or cut off: npm ci begins anew.
  }
}

const patchedFile = path('node_modules', '.eventstage-patched');

const patches = () =>
  existsSync(path('patches'))
    ? readdirSync(path('patches'))
        .map((name) => path('patches', name))
        .sort()
    : [];

/** Whether other patches were put on, or these in part: nothing can be put on top of that. */
function isPatchedOtherwise() {
  const [patched] = readStamp(patchedFile).split(' ');
  return patched !== '' && patched !== stampOf(patches());
}

/** Our patches are put on by ourselves, after each install: npm may hold install scripts back. */
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

/** Name, size and time of every source: enough to tell that something was edited. */
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

async function build() {
  const stampFile = path('dist', '.eventstage-built');
  const hash = createHash('sha256')
    .update(readFileSync(path('tsconfig.json')))
    .update(readFileSync(path('tsconfig.build.json')));
  for (const folder of ['apps', 'libs', 'grafana', 'bench'])
    for (const line of sources(path(folder)).sort()) hash.update(line);
  const stamp = hash.digest('hex');
  if (readStamp(stampFile) === stamp) return;
  rmSync(stampFile, { force: true }); // A build that is broken off must not count as the one before.
  await must('building', pinnedNode(), [path('node_modules', 'typescript', 'bin', 'tsc'), '-p', 'tsconfig.build.json']);
  const vite = path('node_modules', 'vite', 'bin', 'vite.js');
  await must('building the page', pinnedNode(), [
    vite,
    'build',
    path('apps', 'control-room', 'page'),
    '--logLevel',
    'warn',
  ]);
  mkdirSync(path('dist'), { recursive: true });
  writeFileSync(stampFile, stamp);
}

/** The parent of a process; undefined when that cannot be told any more. */
function parentOf(pid) {
  if (pid === process.pid) return process.ppid;
  try {
    // The name, in parentheses, may hold anything; the state and the parent follow it.
    return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1).split(' ')[1]);
  } catch {
    return undefined;
  }
}

/** Us, and where the shell that npm put between is still there, that shell: each with the parent it must keep. */
function ancestors() {
  const found = [{ pid: process.pid, parent: process.ppid }];
  const shell = existsSync(`/proc/${process.ppid}/comm`) && readFileSync(`/proc/${process.ppid}/comm`, 'utf8').trim();
  if (/^(sh|dash|bash|zsh)$/.test(shell)) found.push({ pid: process.ppid, parent: parentOf(process.ppid) });
  return found;
}

/** Passes signals on, and ends with npm (or the shell between), which may be killed without a word: then nobody waits for us. */
function watchOver() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => (current ? current.kill(signal) : process.exit(128 + constants.signals[signal])));
  }
  const waiting = process.env.npm_lifecycle_event ? ancestors() : [];
  const orphaned = setInterval(() => {
    if (waiting.every(({ pid, parent }) => parentOf(pid) === parent)) return;
    clearInterval(orphaned); // A second signal would mean: hurry.
    current?.kill('SIGTERM');
  }, 500).unref();
}

/** Hands over. The command holds the other end of an IPC channel, so that it notices when we are killed. */
function handOver(args) {
  current = spawn(pinnedNode(), args, {
    cwd: root,
    env: environmentForNode(process.env),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  current.on('error', (error) => refuse(`Node 24 could not be started: ${error.message}`));
  current.on('exit', (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
}

/** When a process began, in the kernel's ticks: tells it from a later one with its pid. Empty where that is not known. */
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
    // Empty: written this moment, or cut off. Whoever is gone has left it behind.
    const isHeld = pid ? isAlive(Number(pid)) && startOf(pid) === start : Date.now() - timeOf(lock) < 2_000;
    if (!isHeld) rmSync(lock, { force: true });
    else {
      if (!told) say(`waiting for another command of this clone (pid ${pid}) to install and build ...`);
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
  refuse(
    `Node ${oldestNode} or newer is needed to begin with, and this is ${process.versions.node}: get one from nodejs.org.`,
  );
}
if (!Object.hasOwn(tasks, task)) {
  refuse(`bootstrap.mjs does one of ${Object.keys(tasks).join(', ')}, not '${task}': try \`npm start\`.`);
}
watchOver();
await bringRequirements();
await alone(async () => {
  await install();
  if (tasks[task].built) await build();
});
handOver([...tasks[task].run, ...given]);
