import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { metrics, metricsText } from '#telemetry';
import { boardUid, buildBoard, widthOfBoard } from './board.js';
import { boards } from './dashboards/index.js';
import { generatedFiles } from './generate.js';
import { boardQueries, metricsIn, panelsOf } from './queries.js';
import { languages, type Language } from './text.js';

const built = languages.flatMap((language) =>
  boards.map((board) => ({
    name: `${board.name} in ${language}`,
    board,
    language,
    json: buildBoard(board, language, boards),
  })),
);
const inLanguage = (language: Language) => built.filter((one) => one.language === language);

test('a panel has one id on all boards, and no other panel has it', () => {
  const titles = new Map<number | undefined, Set<string | undefined>>();
  for (const { json } of inLanguage('en'))
    for (const { id, title } of panelsOf(json)) titles.set(id, (titles.get(id) ?? new Set()).add(title));
  expect([...titles].filter(([, { size }]) => size > 1)).toEqual([]);
});

describe('the files in grafana/generated', () => {
  it('are what the sources say: run npm run dashboards when this fails', () => {
    const onDisk = readdirSync('grafana/generated', { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('.json'),
    );
    expect(onDisk.sort()).toEqual([...generatedFiles().keys()].sort());
    for (const [path, text] of generatedFiles()) expect(readFileSync(`grafana/generated/${path}`, 'utf8')).toBe(text);
  });

  it('hold no placeholder that file provisioning would leave in place', () => {
    for (const text of generatedFiles().values()) expect(text).not.toMatch(/\$\{|__inputs|__requires/);
  });
});

describe.each(built)('the board $name', ({ board, language, json }) => {
  it('has its fixed uid, is of the last five minutes and may be refreshed each second', () => {
    expect(json.uid).toBe(boardUid(board, language));
    expect(json.id).toBeUndefined();
    expect(json.schemaVersion).toBe(42);
    expect(json).toMatchObject({ refresh: '1s', time: { from: 'now-5m', to: 'now' }, tags: ['eventstage', language] });
  });

  it('links to every board and to itself in the other language', () => {
    const urls = (json.links ?? []).map(({ url }) => url);
    const others = languages.filter((other) => other !== language).map((other) => `/d/${boardUid(board, other)}`);
    expect(urls).toEqual([...boards.map((other) => `/d/${boardUid(other, language)}`), ...others]);
  });

  it('marks fault windows, firing alerts, restarts and topics that were made again', () => {
    const marks = (json.annotations?.list ?? []) as { expr?: string; enable: boolean }[];
    expect(marks.map(({ expr }) => expr)).toEqual([
      'eventstage_fault_active == 1',
      'ALERTS{alertstate="firing"}',
      'increase(eventstage_part_restarts_total[5s]) > 0',
      'time() - kafka_topic_recreated_timestamp_seconds < 3',
    ]);
    expect(marks.every(({ enable }) => enable)).toBe(true);
  });

  it('says of every panel in one sentence what to look for', () => {
    for (const { id, title, description } of panelsOf(json)) {
      expect({ id, title: title?.trim() !== '' }).toEqual({ id, title: true });
      expect({ id, description }).toEqual({ id, description: expect.stringMatching(/^.{30,220}[.?]$/) as string });
    }
  });

  it('has panels side by side without a gap or an overlap', () => {
    const taken = new Set<string>();
    for (const { id, gridPos } of panelsOf(json)) {
      if (!gridPos) throw new Error(`panel ${id} has no place`);
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x++) {
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y++) {
          expect(taken.has(`${x} ${y}`)).toBe(false);
          expect(x).toBeLessThan(widthOfBoard);
          taken.add(`${x} ${y}`);
        }
      }
    }
    expect(taken.size).toBe(widthOfBoard * board.rows.reduce((sum, { height }) => sum + height, 0));
  });

  it('asks the provisioned Prometheus and nobody else', () => {
    const uids = [...JSON.stringify(json).matchAll(/"datasource":\{([^}]*)\}/g)].map(([, source]) => source);
    expect(new Set(uids)).toEqual(new Set(['"type":"prometheus","uid":"prometheus"']));
  });
});

describe('the boards together', () => {
  it('use no uid twice, no panel id twice on a board, and an id for one panel only', () => {
    const uids = built.map(({ json }) => json.uid);
    expect(new Set(uids).size).toBe(uids.length);
    const titles = new Map<number, string>();
    for (const { name, json } of inLanguage('en')) {
      const ids = panelsOf(json).map(({ id }) => id);
      expect({ name, ids: new Set(ids).size }).toEqual({ name, ids: ids.length });
      for (const { id = 0, title = '' } of panelsOf(json)) {
        expect({ id, title }).toEqual({ id, title: titles.get(id) ?? title });
        titles.set(id, title);
      }
    }
  });

  it('are the same in every language but for the words, and every sentence is translated', () => {
    for (const [index, { json }] of inLanguage('en').entries()) {
      const korean = inLanguage('ko')[index]?.json;
      if (!korean) throw new Error('a board is missing in Korean');
      expect(korean.description).toMatch(/[가-힣]/);
      for (const [place, panel] of panelsOf(json).entries()) {
        const twin = panelsOf(korean)[place];
        expect(twin).toMatchObject({ id: panel.id, type: panel.type, gridPos: panel.gridPos });
        expect(twin?.description).toMatch(/[가-힣]/);
        expect(panel.description).not.toMatch(/[가-힣]/);
        const queries = (of: typeof panel | undefined) =>
          (of?.targets as { expr?: string }[] | undefined)?.map(({ expr }) => expr);
        expect(queries(twin)).toEqual(queries(panel));
      }
    }
  });

  it('lead from their latency panels to traces', () => {
    const withExemplars = inLanguage('en').flatMap(({ json }) =>
      panelsOf(json)
        .filter(({ targets = [] }) => targets.some((target) => (target as { exemplar?: boolean }).exemplar))
        .map(({ id }) => id),
    );
    expect(withExemplars).toEqual(expect.arrayContaining([203, 204, 205, 206, 407]));
  });

  it('ask only for metrics that exist: ours, those every process has, and those of Prometheus itself', async () => {
    const ours = Object.values(metrics).flatMap(({ definition: { name, type } }) =>
      type === 'histogram' ? ['bucket', 'count', 'sum'].map((part) => `${name}_${part}`) : [name],
    );
    const { body } = await metricsText();
    // A histogram without observations exports its type but no series.
    const everyProcess = [
      ...[...body.matchAll(/^([a-z_0-9]+)(?:\{| )/gm)].map(([, name]) => name),
      ...[...body.matchAll(/^# TYPE (\S+) histogram/gm)].flatMap(([, name]) => [
        `${name}_bucket`,
        `${name}_count`,
        `${name}_sum`,
      ]),
    ];
    const ofPrometheus = ['up', 'scrape_duration_seconds', 'scrape_samples_post_metric_relabeling', 'ALERTS'];
    const known = new Set([...ours, ...everyProcess, ...ofPrometheus, ...recordingRules()]);
    for (const { board, panelId, expr } of boardQueries()) {
      const unknown = metricsIn(expr).filter((name) => !known.has(name));
      expect({ board, panelId, unknown }).toEqual({ board, panelId, unknown: [] });
    }
  });
});

function recordingRules(): string[] {
  const folder = 'prometheus/rules';
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yml') && !name.endsWith('.test.yml'))
    .flatMap((name) =>
      [...readFileSync(`${folder}/${name}`, 'utf8').matchAll(/record:\s*(\S+)/g)].map(([, rule]) => rule ?? ''),
    );
}

describe('metricsIn', () => {
  it('finds metrics and leaves out functions, labels, words in quotes and keywords', () => {
    expect(metricsIn('sum by (job) (rate(a_total{job="x", b=~"c|d"}[5s])) or 0 * max by (job) (e_seconds)')).toEqual([
      'a_total',
      'e_seconds',
    ]);
    expect(metricsIn('sum(f < bool g) unless on (topic) h{topic!~"x"} or on() vector(0)')).toEqual(['f', 'g', 'h']);
    expect(metricsIn('0 * a + on (t, p) group_left () b')).toEqual(['a', 'b']);
  });
});
