import Type from 'typebox';

/** Limits for the page's queries to Prometheus: a board of the last hour, no more. */
export const queryBounds = { queries: 80, exprLength: 2_000, rangeSeconds: 3_600, points: 1_200 } as const;

const Query = Type.Object(
  {
    kind: Type.Union([Type.Literal('range'), Type.Literal('instant'), Type.Literal('exemplars')]),
    expr: Type.String({ minLength: 1, maxLength: queryBounds.exprLength }),
  },
  { additionalProperties: false },
);

/**
 * All queries of one board for one moment: a single request, so that the board is consistent. Times in seconds since
 * 1970.
 */
export const BoardQueries = Type.Object(
  {
    start: Type.Number({ minimum: 0 }),
    end: Type.Number({ minimum: 0 }),
    step: Type.Integer({ minimum: 1, maximum: 300 }),
    queries: Type.Array(Query, { minItems: 1, maxItems: queryBounds.queries }),
  },
  { additionalProperties: false },
);
export type BoardQueries = Type.Static<typeof BoardQueries>;
export type PrometheusQuery = BoardQueries['queries'][number];

/** The result of one query, in the order of the request: Prometheus's own `data`, or its error message. */
export type QueryAnswer = { data: unknown } | { error: string };

/** Prometheus did not answer at all: the whole board is without data. */
export class PrometheusAway extends Error {}

/** What is wrong with the requested times, if anything. */
export function refuseRange({ start, end, step }: Pick<BoardQueries, 'start' | 'end' | 'step'>): string | undefined {
  if (end <= start) return 'end must be after start';
  if (end - start > queryBounds.rangeSeconds) return `the range may be at most ${queryBounds.rangeSeconds} s`;
  if ((end - start) / step > queryBounds.points) return `the step is too small: more than ${queryBounds.points} points`;
  return undefined;
}

const timeoutMs = 5_000;
const atOnce = 8;

/**
 * Queries Prometheus through its read-only query API only. A query that Prometheus refuses, or is too busy for, is
 * still an answer: the rest of the board is valid.
 * @param prometheusUrl such as http://127.0.0.1:17090
 * @throws PrometheusAway if it cannot be reached, or answers nothing at all
 */
export async function askPrometheus(prometheusUrl: string, asked: BoardQueries): Promise<QueryAnswer[]> {
  const answers: QueryAnswer[] = [];
  const waiting = asked.queries.entries();
  // A few at a time: a board must not crowd out rule evaluation or other clients.
  const askInTurn = async (): Promise<void> => {
    for (const [index, query] of waiting) answers[index] = await askOne(prometheusUrl, query, asked);
  };
  await Promise.all(Array.from({ length: atOnce }, askInTurn));
  if (answers.length > 0 && answers.every((answer) => answer === tooBusy))
    throw new PrometheusAway('Prometheus does not respond');
  return answers;
}

const tooBusy: QueryAnswer = { error: `no answer within ${timeoutMs / 1_000} s` };

async function askOne(prometheusUrl: string, query: PrometheusQuery, times: BoardQueries): Promise<QueryAnswer> {
  const [path, parameters] = requestOf(query, times);
  try {
    const response = await fetch(`${prometheusUrl}/api/v1/${path}`, {
      method: 'POST',
      body: new URLSearchParams({ ...parameters, timeout: `${timeoutMs}ms` }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const answer = (await response.json()) as { status?: string; data?: unknown; error?: string };
    if (answer.status === 'success') return { data: answer.data };
    return { error: answer.error ?? `Prometheus answered ${response.status}` };
  } catch (cause) {
    if (cause instanceof Error && cause.name === 'TimeoutError') return tooBusy;
    throw new PrometheusAway('Prometheus does not respond', { cause });
  }
}

function requestOf({ kind, expr }: PrometheusQuery, times: BoardQueries): [string, Record<string, string>] {
  const [start, end] = [String(times.start), String(times.end)];
  switch (kind) {
    case 'range':
      return ['query_range', { query: expr, start, end, step: String(times.step) }];
    case 'instant':
      return ['query', { query: expr, time: end }];
    case 'exemplars':
      return ['query_exemplars', { query: expr, start, end }];
  }
}
