// npm run check: what must hold before a commit, cheapest first. Continues after a failure, so that one run reports
// everything.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import boundaries from '../.dependency-cruiser.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const env = {
  ...process.env,
  // Prometheus' own checker is part of Prometheus: on the PATH, or where `npm start` put it.
  PATH: [
    join(root, 'node_modules', '.bin'),
    process.env.PATH,
    join(root, '.eventstage', 'tools', 'prometheus', 'usr', 'bin'),
  ].join(delimiter),
};
const rules = join('prometheus', 'rules');
const ruleFiles = (ending) =>
  existsSync(join(root, rules))
    ? readdirSync(join(root, rules))
        .filter((name) => name.endsWith('.yml') && name.endsWith('.test.yml') === (ending === '.test.yml'))
        .map((name) => join(rules, name))
    : [];

/** Browser code: each page is a separate TypeScript project. */
const pages = ['apps/control-room/page', 'libs/scenarios/report/page'];

/** Generators with a --check mode: they write nothing and exit with 1 if the committed file is out of date. */
const generators = ['scripts/generate-docs.mjs', 'dist/grafana/write.js'];

/**
 * As JSON, and outside of the project: depcruise treats the path of a module as a URL, in which `#` and `%` are
 * special.
 */
function boundariesFile() {
  const file = join(mkdtempSync(join(tmpdir(), 'eventstage-check-')), 'boundaries.json');
  process.once('exit', () => rmSync(dirname(file), { recursive: true, force: true }));
  writeFileSync(file, JSON.stringify(boundaries));
  return file;
}

const checks = [
  ['format', 'prettier', ['--check', '--log-level', 'warn', '.']],
  ['lint', 'eslint', ['.']],
  ['types', 'tsc', ['-p', 'tsconfig.json', '--noEmit']],
  ...pages.map((folder) => ['types of a page', 'tsc', ['-p', folder, '--noEmit']]),
  ['boundaries', 'depcruise', ['--config', boundariesFile(), 'apps', 'libs', 'bench', 'grafana']],
  ['dead code', 'knip', ['--no-progress']],
  ...generators.map((file) => ['generated files', 'node', [file, '--check']]),
  ['Prometheus rules', 'promtool', ['check', 'rules', ...ruleFiles('.yml')]],
  ['tests of rules', 'promtool', ['test', 'rules', ...ruleFiles('.test.yml')]],
  ['containers', 'node', ['scripts/check-compose.mjs']],
  // Jest finds names in a CommonJS module that Node does not: only running a built program shows that.
  ['a built program starts', 'node', ['dist/apps/stage/src/main.js', '--help']],
  ['unit tests', 'node', ['scripts/test.mjs', 'unit']],
];

const failed = [];
let skipped = 0;
for (const [name, program, given] of checks) {
  const begun = Date.now();
  const { status, error, stdout, stderr } = spawnSync(program, given, { cwd: root, env, encoding: 'utf8' });
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  if (status === 0) {
    console.log(`ok      ${name} (${seconds} s)`);
    // A check that could not run is reported.
    for (const line of stdout.split('\n')) if (line.startsWith('skipped')) console.log(line);
    continue;
  }
  if (error?.code === 'ENOENT' && program === 'promtool') {
    console.log(`skipped ${name}: promtool is not on the PATH (npm start downloads it)`);
    skipped++;
    continue;
  }
  failed.push(name);
  console.log(`FAILED  ${name} (${seconds} s)\n${error ? error.message : `${stdout}${stderr}`}`);
}
console.log(
  failed.length === 0
    ? `\n${checks.length - skipped} checks passed${skipped ? `, ${skipped} skipped` : ''}`
    : `\nfailed: ${failed.join(', ')}`,
);
process.exit(failed.length === 0 ? 0 : 1);
