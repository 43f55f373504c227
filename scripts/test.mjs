// npm test: unit, contract and end-to-end tests, one kind after another, with the total as the last line.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingFfmpeg, requirementSentence } from '../libs/runtime/install/requirements.mjs';
import { skippedLines, sumOf, sumLine, succeeded } from './test-sum.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A separate folder per run, so that concurrent runs do not conflict. */
const results = mkdtempSync(join(tmpdir(), 'eventstage-test-'));
process.on('exit', () => rmSync(results, { recursive: true, force: true }));

/** Contract and end-to-end tests start real brokers: one file at a time, with time limits of minutes. */
const kinds = [
  { kind: 'unit', files: '\\.spec\\.ts$', flags: [] },
  { kind: 'contract', files: '\\.contract\\.ts$', flags: ['-i', '--testTimeout=180000'] },
  { kind: 'e2e', files: '\\.e2e\\.ts$', flags: ['-i', '--testTimeout=600000'] },
];

/** Jest ends when the IPC channel to us closes: when we exit, even by SIGKILL, or are told to stop. */
let jest;
const stop = (code) => {
  jest?.kill('SIGKILL');
  process.exit(code);
};
process.on('disconnect', () => stop(1));
for (const [signal, number] of Object.entries({ SIGHUP: 1, SIGINT: 2, SIGTERM: 15 })) {
  process.on(signal, () => stop(128 + number));
}

async function run({ kind, files, flags }) {
  const outputFile = join(results, `${kind}.json`);
  console.log(`\n=== ${kind} tests`);
  const program = join(root, 'node_modules', 'jest', 'bin', 'jest.js');
  const given = ['--testPathPatterns', files, '--passWithNoTests', '--json', `--outputFile=${outputFile}`, ...flags];
  jest = spawn(process.execPath, ['--experimental-vm-modules', '--no-warnings', program, ...given], {
    cwd: root,
    // With --json Jest's own report goes to stderr and the JSON to the file; one stream keeps them in order.
    stdio: ['ignore', 'ignore', 1, 'ipc'],
  });
  const status = await new Promise((resolve) => {
    jest.on('error', (error) => resolve(error.message)).on('exit', (code, signal) => resolve(signal ?? code));
  });
  if (!existsSync(outputFile)) return { kind, broke: `${kind} tests gave no result (exit code ${status})` };
  return { kind, result: JSON.parse(readFileSync(outputFile, 'utf8')) };
}

const wanted = process.argv.slice(2);
for (const missing of missingFfmpeg()) console.log(requirementSentence(missing));
const outcomes = [];
for (const kind of kinds) if (wanted.length === 0 || wanted.includes(kind.kind)) outcomes.push(await run(kind));
const sum = sumOf(outcomes);
for (const { broke } of outcomes) if (broke) console.log(broke);
console.log(['', ...skippedLines(outcomes), sumLine(sum)].join('\n'));
process.exit(succeeded(sum) ? 0 : 1);
