// npm run planted-bugs [-- --only NAME --minutes 10]: builds the platform once per known bug, with the bug in it, and
// runs campaigns until one finds it. Exits with 0 if all were found. A check that cannot fail proves nothing; this
// shows that it can.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { bugs } from '../test/planted/bugs.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = {
  only: { type: 'string' },
  minutes: { type: 'string', default: '10' },
  seed: { type: 'string', default: '1' },
};
/** The length of one campaign; further seeds are tried until the time is over. */
const campaignMinutes = 2;

function given() {
  try {
    const { values } = parseArgs({ options });
    const known = bugs.map(({ name }) => name);
    if (values.only !== undefined && !known.includes(values.only))
      throw new Error(`--only is one of ${known.join(', ')}.`);
    for (const name of ['minutes', 'seed'])
      if (!/^\d{1,4}$/.test(values[name])) throw new Error(`--${name} is '${values[name]}': give a whole number.`);
    return values;
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

/** A copy of the project with the bug in it, built. Packages and tools are shared with the project. */
function plant({ name, file, edits }) {
  const folder = mkdtempSync(join(tmpdir(), `eventstage-${name}-`));
  const left = ['node_modules', '.git', '.eventstage', 'reports', 'dist'];
  cpSync(root, folder, { recursive: true, filter: (source) => !left.includes(basename(source)) });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  cpSync(join(root, '.eventstage', 'tools'), join(folder, '.eventstage', 'tools'), { recursive: true });
  cpSync(join(root, 'dist'), join(folder, 'dist'), { recursive: true });
  const path = join(folder, file);
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of edits) {
    if (text.split(from).length !== 2)
      throw new Error(`${file} no longer has '${from}' once: rewrite the bug ${name}.`);
    text = text.replace(from, () => to);
  }
  writeFileSync(path, text);
  const { status, stdout } = run(
    folder,
    join(root, 'node_modules', '.bin', 'tsc'),
    ['-p', 'tsconfig.build.json'],
    'pipe',
  );
  if (status !== 0) throw new Error(`${name} does not build:\n${stdout}`);
  return folder;
}

function run(cwd, program, args, out) {
  return spawnSync(program, args, { cwd, stdio: ['ignore', out, 'inherit'], encoding: 'utf8' });
}

/** @returns what the campaign found and after how many minutes of load, or undefined */
function hunt(bug, folder, { minutes, seed }) {
  for (let played = 1; played * campaignMinutes <= Number(minutes); played++) {
    const asked = ['campaign', '--json', '--for', `${campaignMinutes}m`, '--seed', String(Number(seed) + played - 1)];
    const stage = join(folder, 'dist', 'apps', 'stage', 'src', 'main.js');
    const { stdout } = run(folder, process.execPath, [stage, ...asked], 'pipe');
    const { outcome, reasons, error } = JSON.parse(stdout || '{"error": "it failed; the lines above say why"}');
    // A campaign that could not run must not count as one that found nothing.
    if (outcome === undefined) throw new Error(`the campaign could not run: ${error}`);
    if (outcome === 'failed') return { minutes: played * campaignMinutes, reasons };
    console.error(`${bug.name}: seed ${asked.at(-1)} found nothing (${outcome})`);
  }
  return undefined;
}

const wanted = given();
if (!existsSync(join(root, '.eventstage', 'tools'))) {
  console.error('Kafka and Prometheus are not installed yet: run `npm start` once, and try again.');
  process.exit(2);
}
let missed = 0;
for (const bug of bugs.filter(({ name }) => wanted.only === undefined || name === wanted.only)) {
  console.error(`\n=== ${bug.name}: ${bug.says}`);
  const folder = plant(bug);
  try {
    const found = hunt(bug, folder, wanted);
    if (found) console.log(`found   ${bug.name} within ${found.minutes} min: ${found.reasons.join('; ')}`);
    else console.log(`MISSED  ${bug.name} in ${wanted.minutes} min`);
    if (!found) missed += 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
process.exit(missed === 0 ? 0 : 1);
