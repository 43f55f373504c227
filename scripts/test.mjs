// npm test: unit, contract and end-to-end tests, one kind after another, and one true sum as the last line.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sumOf, sumLine, succeeded } from './test-sum.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const results = join(root, '.eventstage', 'test-results');

/** Contract and end-to-end tests start real brokers: one file at a time, and minutes of patience. */
const kinds = [
  { kind: 'unit', files: '\\.spec\\.ts$', flags: [] },
  { kind: 'contract', files: '\\.contract\\.ts$', flags: ['-i', '--testTimeout=180000'] },
  { kind: 'e2e', files: '\\.e2e\\.ts$', flags: ['-i', '--testTimeout=600000'] },
];

function run({ kind, files, flags }) {
  const outputFile = join(results, `${kind}.json`);
  rmSync(outputFile, { force: true });
  console.log(`\n=== ${kind} tests`);
  const jest = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const given = ['--testPathPatterns', files, '--passWithNoTests', '--json', `--outputFile=${outputFile}`, ...flags];
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', '--no-warnings', jest, ...given], {
    cwd: root,
    // With --json Jest's own report goes to stderr and the JSON to the file; one stream keeps them in order.
    stdio: ['ignore', 'ignore', 1],
  });
  if (!existsSync(outputFile)) return { kind, broke: `${kind} tests gave no result (exit code ${status})` };
  return { kind, result: JSON.parse(readFileSync(outputFile, 'utf8')) };
}

mkdirSync(results, { recursive: true });
const wanted = process.argv.slice(2);
const outcomes = kinds.filter(({ kind }) => wanted.length === 0 || wanted.includes(kind)).map(run);
const sum = sumOf(outcomes);
for (const { broke } of outcomes) if (broke) console.log(broke);
console.log(`\n${sumLine(sum)}`);
process.exit(succeeded(sum) ? 0 : 1);
