/**
 * Generates grafana/generated from the sources next to it; with --check it writes nothing and fails if a file is out of date.
 * Run from the project's folder: `npm run dashboards`.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { generatedFiles } from './generate.js';

const folder = join('grafana', 'generated');
const wanted = generatedFiles();
const present = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => path.endsWith('.json'))
  : [];
const stray = present.filter((path) => !wanted.has(path));

if (process.argv.includes('--check')) {
  const stale = [...wanted].filter(
    ([path, text]) => !present.includes(path) || readFileSync(join(folder, path), 'utf8') !== text,
  );
  const drifted = [...stale.map(([path]) => path), ...stray];
  if (drifted.length > 0) {
    console.error(`boards differ from their sources, run npm run dashboards:\n${drifted.join('\n')}`);
    process.exit(1);
  }
} else {
  for (const path of stray) rmSync(join(folder, path));
  for (const [path, text] of wanted) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  console.log(`${wanted.size} boards written to ${folder}`);
}
