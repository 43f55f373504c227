import { fillIn, rangeSeconds, type BoardJson, type Choices, type TargetJson } from './board-json.js';
import type { ExemplarSeries, MatrixSeries, TimeGrid, VectorSeries } from './prometheus.js';

/** What came of one query of a panel. Exactly one of the lists is filled, by the kind of the query. */
export interface TargetData {
  target: TargetJson;
  matrix: MatrixSeries[];
  vector: VectorSeries[];
  exemplars: ExemplarSeries[];
  /** What Prometheus had against the query. */
  error?: string;
}

/** A whole board as it was at one moment. */
export interface BoardData {
  grid: TimeGrid;
  /** By panel id. */
  panels: ReadonlyMap<number, TargetData[]>;
  /** In the order of the board's annotations. */
  annotations: MatrixSeries[][];
}

/** Why there is nothing new: the control room is away, or Prometheus behind it. */
export class Away extends Error {
  constructor(readonly who: 'room' | 'prometheus') {
    super(`${who} does not respond`);
  }
}

interface Question {
  kind: 'range' | 'instant' | 'exemplars';
  expr: string;
  take(data: unknown, error?: string): void;
}

const pointsWanted = 600;

/**
 * Asks everything a board shows, in one request.
 * @param nowSeconds the right edge of the board
 * @throws Away when no answer could be had
 */
export async function askBoard(
  board: BoardJson,
  choices: Choices,
  nowSeconds: number,
  signal: AbortSignal,
): Promise<BoardData> {
  const grid = gridOf(rangeSeconds(board), nowSeconds);
  const panels = new Map<number, TargetData[]>();
  const annotations: MatrixSeries[][] = board.annotations.list.map(() => []);
  const questions: Question[] = board.annotations.list.map(({ expr }, index) => ({
    kind: 'range',
    expr,
    take: (data) => (annotations[index] = resultOf<MatrixSeries[]>(data)),
  }));
  for (const panel of board.panels) {
    const answers = panel.targets.map((target): TargetData => ({ target, matrix: [], vector: [], exemplars: [] }));
    panels.set(panel.id, answers);
    for (const answer of answers) questions.push(...questionsOf(answer, choices));
  }
  const answered = await post({ ...grid, queries: questions.map(({ kind, expr }) => ({ kind, expr })) }, signal);
  for (const [index, question] of questions.entries()) {
    const answer = answered[index];
    question.take(answer?.data, answer?.error);
  }
  return { grid, panels, annotations };
}

function questionsOf(answer: TargetData, choices: Choices): Question[] {
  const { target } = answer;
  const expr = fillIn(target.expr, choices);
  const failed = (error?: string): void => void (error && (answer.error = error));
  const questions: Question[] = target.instant
    ? [{ kind: 'instant', expr, take: (data, error) => ((answer.vector = resultOf(data)), failed(error)) }]
    : [{ kind: 'range', expr, take: (data, error) => ((answer.matrix = resultOf(data)), failed(error)) }];
  if (target.exemplar) {
    questions.push({ kind: 'exemplars', expr, take: (data) => (answer.exemplars = (data as ExemplarSeries[]) ?? []) });
  }
  return questions;
}

const resultOf = <T extends unknown[]>(data: unknown): T => ((data as { result?: T } | undefined)?.result ?? []) as T;

/** Whole seconds, so that one board after the other asks for the same points. */
export function gridOf(rangeLengthSeconds: number, nowSeconds: number): TimeGrid {
  const step = Math.max(1, Math.ceil(rangeLengthSeconds / pointsWanted));
  const end = Math.floor(nowSeconds / step) * step;
  return { start: end - Math.floor(rangeLengthSeconds / step) * step, end, step };
}

async function post(body: unknown, signal: AbortSignal): Promise<{ data?: unknown; error?: string }[]> {
  const response = await fetch('/api/board-data', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch((cause: unknown) => {
    throw signal.aborted ? cause : new Away('room');
  });
  if (!response.ok) {
    const { reason } = (await response.json().catch(() => ({}))) as { reason?: string };
    throw new Away(reason === 'prometheus-away' ? 'prometheus' : 'room');
  }
  return ((await response.json()) as { answers: { data?: unknown; error?: string }[] }).answers;
}
