// npm run fuzz [-- --inputs 10000 --seed N --only PART]: arbitrary input to every endpoint of a separate stack. The
// inputs are generated from the services' OpenAPI documents.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = fileURLToPath(new URL('..', import.meta.url));
const options = {
  inputs: { type: 'string', default: '10000' },
  seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
  only: { type: 'string' },
};

function given() {
  try {
    const { values } = parseArgs({ options });
    if (Number.isInteger(Number(values.inputs)) && Number(values.inputs) > 0) return values;
    console.error(`--inputs is '${values.inputs}': give a whole number above 0.`);
  } catch (error) {
    console.error(error.message);
  }
  process.exit(2);
}

const { inputs, seed, only } = given();
const jest = ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules', 'jest', 'bin', 'jest.js')];
const { status } = spawnSync(
  process.execPath,
  [...jest, '--testPathPatterns', 'journeys\\.e2e', '-t', 'any input', '--testTimeout=600000'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, FUZZ_INPUTS: inputs, FUZZ_SEED: seed, ...(only && { FUZZ_ONLY: only }) },
  },
);
process.exit(status ?? 1);
