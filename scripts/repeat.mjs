// npm run repeat -- christmas-burst [--times 20 --speed talk --busy]: plays a scenario again and again and prints a table of
// the verdicts. On a running stack it is a warm one; without a running stack each run starts and stops its own.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = {
  times: { type: 'string', default: '20' },
  speed: { type: 'string', default: 'talk' },
  busy: { type: 'boolean', default: false },
};

function given() {
  try {
    const { values, positionals } = parseArgs({ options, allowPositionals: true });
    if (positionals.length !== 1) throw new Error('Give one scenario: npm run repeat -- christmas-burst');
    if (!/^[1-9]\d{0,3}$/.test(values.times))
      throw new Error(`--times is '${values.times}': give a whole number above 0.`);
    return { ...values, times: Number(values.times), scenario: positionals[0] };
  } catch (error) {
    console.error(error.message);
    process.exit(2);
  }
}

const { scenario, times, speed, busy } = given();
/** Another program that keeps one core busy. */
const other = busy ? spawn(process.execPath, ['-e', 'for (;;);'], { stdio: 'ignore' }) : undefined;
const stage = join(root, 'dist', 'apps', 'stage', 'src', 'main.js');

/** @returns the row of the table and whether the run passed; undefined if there was none, and the command has said why */
function play(seed) {
  const begun = performance.now();
  const asked = ['scenario', 'run', scenario, '--speed', speed, '--seed', String(seed), '--json'];
  const { stdout } = spawnSync(process.execPath, [stage, ...asked], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const { outcome, expectations } = JSON.parse(stdout || '{}');
  if (!outcome) return undefined;
  const missed = expectations.filter((expectation) => expectation.passed !== true);
  const why = missed.map(({ text, measured }) => `${text}: ${measured}`).join('; ');
  const seconds = Math.round((performance.now() - begun) / 1_000);
  return { row: `| ${[seed, outcome, why, `${seconds} s`].join(' | ')} |`, passed: outcome === 'passed' };
}

const rows = ['| seed | verdict | not met | took |', '| --- | --- | --- | --- |'];
let passed = 0;
let seed = 1;
for (; seed <= times; seed++) {
  const run = play(seed);
  if (!run) break;
  console.log([...rows.splice(0), run.row].join('\n'));
  if (run.passed) passed += 1;
}
other?.kill();
if (seed <= times) process.exit(2);
console.log(`\n${passed} of ${times} passed: ${scenario} at ${speed} speed${busy ? ', one core busy' : ''}`);
process.exit(passed === times ? 0 : 1);
