import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startApart } from '#processes';
import { projectRoot } from '../project-root.js';
import type { LoadPlan } from './plan.js';
import type { LoadRow, LoadSummary, Outcome } from './outcome.js';

/** A load running in a separate process. */
export interface RunningLoad {
  /** When the schedule began, milliseconds since 1970. */
  readonly startedAt: number;
  /**
   * Sets the end of an open-ended schedule: nothing due later than this many milliseconds from its start is sent. If
   * set before that moment, the number of requests is the same in each run with one seed.
   */
  endAt(offsetMs: number): void;
  /** Ends the schedule now; `finished` resolves when the last answer is in. */
  stop(): void;
  readonly finished: Promise<LoadSummary>;
}

type Line = { started: number } | { row: LoadRow } | { summary: LoadSummary };

/**
 * The program: `node <this> '<LoadPlan as JSON>'`. Always the built one, since a child process has no test transform.
 */
export const loadProgram = join(projectRoot, 'dist/libs/scenarios/load/load-process.js');

/** Starts the generator and resolves when its schedule has begun. It ends with this process, however this one ends. */
export async function startLoad(plan: LoadPlan, onRow: (row: LoadRow) => void = () => {}): Promise<RunningLoad> {
  // In its own session, so that a heavy load does not take CPU from bystander loads or from us. Ends when its input does.
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
    const error = new Error(`the load generator ended with ${String(code)}: ${errors.trim() || 'no reason given'}`);
    started.reject(error);
    throw error;
  });
  // Callers that await `finished` later get the error; until then it must not end the process.
  finished.catch(() => {});
  // Ignore writes to a generator that has ended; `finished` reports how it ended.
  child.stdin.on('error', () => {});
  return {
    startedAt: await started.promise,
    endAt: (offsetMs) => void child.stdin.write(`${JSON.stringify({ endsAtMs: offsetMs })}\n`),
    stop: () => void child.stdin.end(),
    finished,
  };
}

/** Reads the outcomes a load wrote, in the order of the schedule. */
export async function readOutcomes(file: string): Promise<Outcome[]> {
  const lines = (await readFile(file, 'utf8')).split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as Outcome).sort((a, b) => a.n - b.n);
}
