import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startApart } from '#processes';
import { projectRoot } from '../project-root.js';
import type { LoadPlan } from './plan.js';
import type { LoadRow, LoadSummary, Outcome } from './outcome.js';

/** A load that goes on in a process of its own. */
export interface RunningLoad {
  /** When the schedule began, milliseconds since 1970. */
  readonly startedAt: number;
  /**
   * Fixes the end of a schedule that goes on until told: nothing that is due later than this many milliseconds from its
   * start is sent. Told before that moment, the number of requests is the same in each run of one seed.
   */
  endAt(offsetMs: number): void;
  /** Ends the schedule now; `finished` resolves when the last answer is in. */
  stop(): void;
  readonly finished: Promise<LoadSummary>;
}

type Line = { started: number } | { row: LoadRow } | { summary: LoadSummary };

/** What to start: `node <this> '<LoadPlan as JSON>'`. Always the built one: a process of its own knows no test transform. */
export const loadProgram = join(projectRoot, 'dist/libs/scenarios/load/load-process.js');

/** Starts the generator and resolves when its schedule has begun. It ends with this process, however this one ends. */
export async function startLoad(plan: LoadPlan, onRow: (row: LoadRow) => void = () => {}): Promise<RunningLoad> {
  // A crowd must not delay those who are measured beside it, nor the one who watches. It ends with us, because its input does.
  const given = [loadProgram, JSON.stringify({ ...plan, endsWithInput: true })];
  const child = startApart(process.execPath, given, { stdio: 'pipe' });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors = `${errors}${chunk.toString()}`.slice(-2_000)));
  let summary: LoadSummary | undefined;
  const started = Promise.withResolvers<number>();
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = JSON.parse(text) as Line;
    if ('row' in line) onRow(line.row);
    else if ('summary' in line) summary = line.summary;
    else started.resolve(line.started);
  });
  const finished = once(child, 'close').then(([code]) => {
    if (summary) return summary;
    const error = new Error(`the load generator ended with ${String(code)}: ${errors.trim() || 'no word why'}`);
    started.reject(error);
    throw error;
  });
  // Whoever awaits `finished` later gets the error; it must not end the process before.
  finished.catch(() => {});
  // A generator that has ended takes no more orders; `finished` says how it ended.
  child.stdin.on('error', () => {});
  return {
    startedAt: await started.promise,
    endAt: (offsetMs) => void child.stdin.write(`${JSON.stringify({ endsAtMs: offsetMs })}\n`),
    stop: () => void child.stdin.end(),
    finished,
  };
}

/** Reads what a load wrote, in the order of the schedule. */
export async function readOutcomes(file: string): Promise<Outcome[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Outcome).sort((a, b) => a.n - b.n);
}
