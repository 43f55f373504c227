import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { boardQueries } from './queries.js';

/** Prometheus' own checker, from the PATH or from where `npm start` put it. */
const path = [process.env.PATH, join('.eventstage', 'tools', 'prometheus', 'usr', 'bin')].join(delimiter);

/** @returns promtool's complaints about expressions, which it reads as recording rules; empty if all are valid */
function complaints(expressions: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'eventstage-queries-'));
  try {
    const file = join(folder, 'queries.yml');
    const rules = expressions.map((expr, index) => ({ record: `query:${index}`, expr }));
    writeFileSync(file, JSON.stringify({ groups: [{ name: 'boards', rules }] }));
    const { status, error, stdout, stderr } = spawnSync('promtool', ['check', 'rules', file], {
      encoding: 'utf8',
      env: { ...process.env, PATH: path },
    });
    if (error)
      throw new Error('promtool is needed: it comes with Prometheus, which `npm start` brings', { cause: error });
    return status === 0 ? '' : `${stdout}${stderr}`;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe("Prometheus' own checker", () => {
  it('takes every query of every board', () => {
    const expressions = [...new Set(boardQueries().map(({ expr }) => expr))];
    expect(expressions.length).toBeGreaterThan(40);
    expect(complaints(expressions)).toBe('');
  });

  it('refuses a query that is none, so that taking means something', () => {
    expect(complaints(['sum by (job (up)'])).toContain('parse error');
  });
});
