import { waitFor } from '#runtime';
import { boardQueries, type BoardQuery } from '../../grafana/queries.js';
import type { JourneyStage } from './stage.js';

/** Boards of other stories: their queries have data only while those run. */
const otherStories = ['christmas', 'video'];
const queries = boardQueries().filter(({ board }) => !otherStories.includes(board));

/** Panels about scenarios: until the first has run they show a text. */
const scenarioPanels = [401, 405];
const lookBackSeconds = 600;
/** A queue that is empty at the next reading was never seen to drain, so there is no estimate. */
const mayBeAbsent = /eventstage_recovery_seconds\{part="(drain|estimated)"\}/;

interface Answer {
  status: string;
  error?: string;
  data: { result: { values: [number, string][] }[] };
}

/** The number of values of a query over the last ten minutes. NaN does not count. */
async function figuresOf(on: JourneyStage, { expr }: BoardQuery): Promise<number> {
  const end = Date.now() / 1000;
  const parameters = { query: expr, start: String(end - lookBackSeconds), end: String(end), step: '1' };
  const url = `${on.driver.address('prometheus')}/api/v1/query_range`;
  const response = await fetch(url, { method: 'POST', body: new URLSearchParams(parameters) });
  const { status, error, data } = (await response.json()) as Answer;
  if (status !== 'success') throw new Error(`${expr}: ${error}`);
  return data.result.flatMap(({ values }) => values).filter(([, value]) => Number.isFinite(Number(value))).length;
}

const named = ({ board, panelId, panelTitle, refId, expr }: BoardQuery): string =>
  `${board} ${panelId} ${refId} "${panelTitle}": ${expr}`;

async function withoutFigures(on: JourneyStage, asked: readonly BoardQuery[]): Promise<BoardQuery[]> {
  const found = await Promise.all(asked.map(async (query) => ({ query, figures: await figuresOf(on, query) })));
  return found.filter(({ figures }) => figures === 0).map(({ query }) => query);
}

/** What a board shows a minute after the start, with a light stream of orders and no scenario yet. */
export function boardsAtRest(on: () => JourneyStage): void {
  describe('the boards, a minute after the start', () => {
    it('show a figure or a text in every panel', async () => {
      await on().underLoad(5, async () => {
        await waitFor({ what: 'every panel to show something', limitMs: 60_000, everyMs: 2_000 }, async () => {
          const empty = await withoutFigures(on(), queries);
          const bare = empty.filter(({ nothing }) => nothing === undefined);
          const silent = empty.filter(({ panelId }) => isSilent(panelId, empty) && !scenarioPanels.includes(panelId));
          if (bare.length + silent.length > 0) throw new Error([...bare, ...silent].map(named).join('\n'));
          return true;
        });
      });
    });
  });
}

/** Whether none of the panel's queries has a value. */
const isSilent = (panelId: number, empty: readonly BoardQuery[]): boolean =>
  queries.filter((query) => query.panelId === panelId).every((query) => empty.includes(query));

/** Must run after the review outage, while it is within the last ten minutes. */
export function boardsAfterOutage(on: () => JourneyStage): void {
  describe('the boards, after the review outage', () => {
    it('have data for each of their queries', async () => {
      const empty = await withoutFigures(on(), queries);
      expect(empty.filter(({ expr }) => !mayBeAbsent.test(expr)).map(named)).toEqual([]);
    });

    it('link a dot on a latency panel to its trace', async () => {
      const query = queries.find(({ panelId }) => panelId === 206);
      if (!query) throw new Error('the panel of the queue wait is gone');
      const end = Date.now() / 1000;
      const parameters = { query: query.expr, start: String(end - lookBackSeconds), end: String(end) };
      const url = `${on().driver.address('prometheus')}/api/v1/query_exemplars?${new URLSearchParams(parameters).toString()}`;
      const { data } = (await (await fetch(url)).json()) as {
        data: { exemplars: { labels: { trace_id?: string }; timestamp: number }[] }[];
      };
      const exemplars = data.flatMap((series) => series.exemplars).sort((a, b) => b.timestamp - a.timestamp);
      const traceId = exemplars[0]?.labels.trace_id;
      expect(traceId).toMatch(/^[0-9a-f]{32}$/);
      const trace = await on().request('zipkin', `/api/v2/trace/${traceId}`);
      expect(trace.status).toBe(200);
    });

    it('are drawn by the control room, from the same queries', async () => {
      const page = await on().request('control-room', '/');
      expect(page.status).toBe(200);
      expect(await page.text()).toContain('<div id="room">');
      const end = Math.floor(Date.now() / 1000);
      const response = await on().request('control-room', '/api/board-data', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          start: end - 300,
          end,
          step: 1,
          queries: queries.map(({ expr }) => ({ kind: 'range', expr })).slice(0, 80),
        }),
      });
      expect(response.status).toBe(200);
      const { answers } = (await response.json()) as { answers: { data?: object; error?: string }[] };
      expect(answers.filter(({ error }) => error !== undefined)).toEqual([]);
    });
  });
}
