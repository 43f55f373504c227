import fc from 'fast-check';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Pool } from 'undici';
import { openDatabase } from '#database';
import { parts, waitFor } from '#runtime';
import { anyRequest, type Way } from '../fuzz/any-request.js';
import type { JourneyStage } from './stage.js';

/** Number of inputs per endpoint. */
const inputs = Number(process.env['FUZZ_INPUTS'] ?? 12);
const seed = Number(process.env['FUZZ_SEED'] ?? 1);
const only = process.env['FUZZ_ONLY'];

const listeners = [
  ...parts.filter(({ kind }) => kind === 'service').map(({ name }) => [name, 'http']),
  ['shop', 'rush'],
]
  .map(([part = '', port = '']) => ({ part, port }))
  .filter(({ part }) => only === undefined || part === only);

/** From this number on it takes minutes, and shows where it is. */
const longRun = 1_000;

/** What these create is counted. The answers of others are not kept: ten thousand pages of metrics fill the heap. */
const creating = ['POST /orders', 'POST /coupled/orders', 'POST /members', 'PUT /giveaways/{sku}'] as const;

/** Valid requests to these would have their effect: break the service. */
const onlyWrong: ReadonlySet<string> = new Set(['/faults']);

/** Statuses from 500 on that are expected. The coupled design fails with its neighbours: that is what it shows. */
const may = (path: string): number[] => (path === '/coupled/orders' ? [502, 503, 504] : [503]);

interface Document extends Record<string, unknown> {
  paths: Record<
    string,
    Record<string, { parameters?: Way['parameters']; requestBody?: { content: Record<string, { schema: object }> } }>
  >;
}

export function anyInput(on: () => JourneyStage): void {
  describe(`any input (${inputs} for each endpoint, FUZZ_SEED=${seed})`, () => {
    /** Ids of what was accepted, by endpoint. */
    const accepted = new Map<string, Set<string>>(creating.map((name) => [name, new Set()]));
    let before: Record<string, number>;
    let pids: Record<string, number | null>;

    beforeAll(async () => {
      before = await stored(on());
      pids = await pidsOf(on());
    });

    it.each(listeners)(
      'at $part ($port) is answered with success, a refusal or 503, as problem details',
      async ({ part, port }) => {
        const origin = `http://${on().driver.address(part, port).replace('http://', '')}`;
        const pool = new Pool(origin, { connections: 4 });
        const answer = await pool.request({ method: 'GET', path: '/openapi.json' });
        const document = (await answer.body.json()) as Document;
        expect(await new Validator().validate(structuredClone(document))).toEqual({ valid: true });
        const ways = waysOf(document);
        expect(ways.length).toBeGreaterThan(0);
        for (const way of ways) {
          const name = `${way.method} ${way.path}`;
          const ids = accepted.get(name);
          if (inputs >= longRun) process.stderr.write(`${part}: ${name}\n`);
          const property = fc.asyncProperty(anyRequest(way, onlyWrong.has(way.path)), async (request) => {
            const { statusCode, headers, body } = await pool.request({ ...request, method: way.method });
            const text = await body.text();
            const said = `${statusCode} ${text.slice(0, 500)}`;
            if (statusCode >= 500 && !may(way.path).includes(statusCode)) throw new Error(said);
            if (statusCode < 400) {
              if (statusCode < 300) ids?.add(idIn(text));
              return;
            }
            // Its own format says which part is not ready: a rebuild of the view is one reason.
            if (way.path === '/readyz' && statusCode === 503) return;
            if (!String(headers['content-type']).startsWith('application/problem+json')) throw new Error(said);
            if ((JSON.parse(text) as { status: number }).status !== statusCode) throw new Error(said);
            if (/node_modules|\.js:\d+/.test(text)) throw new Error(said);
          });
          try {
            await fc.assert(property, { numRuns: inputs, seed, interruptAfterTimeLimit: 3_600_000 });
          } catch (error) {
            throw new Error(`${name}: ${(error as Error).message}`, { cause: error });
          }
        }
        await pool.close();
      },
      Math.max(120_000, inputs * 2_000),
    );

    it('crashes no service, leaves nothing incomplete on disk, and stores exactly what was accepted', async () => {
      const { driver } = on();
      for (const { part } of listeners) {
        await waitFor(
          { what: `${part} to be ready`, limitMs: 120_000 },
          async () => (await on().request(part, '/readyz')).ok,
        );
      }
      expect(await pidsOf(on())).toEqual(pids);
      await waitFor({ what: 'the view to be rebuilt', limitMs: 300_000 }, async () => {
        const { state } = (await (await on().request('order-view', '/rebuild')).json()) as { state: string };
        return state === 'idle';
      });
      for (const { name, kind } of parts) {
        if (kind === 'service') expect(await (await on().request(name, '/faults')).json()).toEqual({});
      }
      const folder = on().state().dataFolders['videos'] ?? '';
      for (const half of ['incoming', 'attempts']) expect(await readdir(join(folder, half))).toEqual([]);
      const after = await stored(on());
      const more = Object.fromEntries(
        Object.entries(after).map(([table, count]) => [table, count - (before[table] ?? 0)]),
      );
      // One seed gives both order endpoints the same keys and bodies, and a key identifies one order.
      const idsOf = (name: (typeof creating)[number]) => accepted.get(name) as Set<string>;
      const orders = [...idsOf('POST /orders'), ...idsOf('POST /coupled/orders')];
      expect(more).toMatchObject({
        orders: new Set(orders).size,
        members: idsOf('POST /members').size,
        giveaways: idsOf('PUT /giveaways/{sku}').size,
      });
      expect((await readdir(join(folder, 'originals'))).length).toBe(after['videos']);
      const { account } = await on().settled();
      expect(account).toMatchObject({ lost: 0, doubled: 0 });
      expect(driver.runtime).toBe('native');
    }, 600_000);
  });
}

function waysOf({ paths }: Document): Way[] {
  return Object.entries(paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, { parameters = [], requestBody }]) => ({
      method: method.toUpperCase(),
      path,
      parameters,
      bodies: Object.fromEntries(
        Object.entries(requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema]),
      ),
    })),
  );
}

/** The id of the created object. */
function idIn(text: string): string {
  const { orderId, memberId, sku } = JSON.parse(text) as Record<string, unknown>;
  return String(orderId ?? sku ?? memberId);
}

async function pidsOf({ driver }: JourneyStage): Promise<Record<string, number | null>> {
  const found = await driver.parts();
  return Object.fromEntries(found.filter(({ kind }) => kind === 'service').map(({ name, pid }) => [name, pid]));
}

/** What is counted, and in which database. A failed order of the coupled design is stored, but was not accepted. */
const tables = {
  orders: ['order', `orders WHERE status = 'placed'`],
  members: ['member', 'members'],
  giveaways: ['shop', 'giveaways'],
  videos: ['video', 'videos'],
} as const;

/** Number of rows, by table. */
async function stored({ driver }: JourneyStage): Promise<Record<string, number>> {
  const counts = Object.entries(tables).map(async ([table, [name, rows]]) => {
    const url = `postgres://auditor:eventstage@${driver.address('postgres')}/${name}`;
    const database = openDatabase({ url, applicationName: 'any-input' });
    const found = await database.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${rows}`);
    await database.close();
    return [table, found.rows[0]?.count ?? 0] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}
