import { startTrialStack, waitFor, type RunningStack } from '#runtime';
import { runScenario, scenarioNamed } from '#scenarios';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let stack: RunningStack;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'eventstage-christmas-'));
  stack = await startTrialStack({ root: process.cwd(), name: 'christmas' });
}, 180_000);

afterAll(async () => {
  await stack?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const shop = () => stack.driver.address('shop');
const rush = () => `http://${stack.driver.address('shop', 'rush')}`;
const json = { 'content-type': 'application/json' };

async function openGiveaway(sku: string, vouchers: number, vouchersPerSecond = 0): Promise<void> {
  const url = `${shop()}/giveaways/${sku}`;
  const body = JSON.stringify({ vouchers, members: 100, vouchersPerSecond });
  const opened = await fetch(url, { method: 'PUT', headers: json, body });
  expect(opened.status).toBe(200);
  await waitFor({ what: 'the issuing server to have the vouchers', limitMs: 30_000 }, async () => {
    return ((await (await fetch(url)).json()) as { stocked: boolean }).stocked;
  });
}

const press = (path: string, sku: string, memberId: string, key?: string) =>
  fetch(`${rush()}${path}`, {
    method: 'POST',
    headers: { ...json, ...(key && { 'idempotency-key': key }) },
    body: JSON.stringify({ memberId, sku }),
  });

interface Accepted {
  requestId: string;
  statusUrl: string;
}
interface Result {
  requestId: string;
  outcome: string;
  voucherCode: string | null;
}

async function resultOf({ statusUrl }: Accepted): Promise<Result> {
  return waitFor({ what: `a result at ${statusUrl}`, limitMs: 30_000 }, async () => {
    const answer = await fetch(`${rush()}${statusUrl}`);
    return answer.status === 200 && ((await answer.json()) as Result);
  });
}

describe('a voucher request behind the queue', () => {
  it('is accepted, decided elsewhere, and its result can be read: issued, pressed twice, sold out', async () => {
    await openGiveaway('two-vouchers', 2);
    const results: Result[] = [];
    for (const [member, key] of [
      ['member-0001', 'a'],
      ['member-0001', 'a'],
      ['member-0001', 'b'],
      ['member-0002', 'c'],
      ['member-0003', 'd'],
    ]) {
      const answer = await press('/gifticons', 'two-vouchers', member as string, key);
      expect(answer.status).toBe(202);
      expect(answer.headers.get('trace-id')).toMatch(/^[0-9a-f]{32}$/);
      results.push(await resultOf((await answer.json()) as Accepted));
    }
    expect(results.map(({ outcome }) => outcome)).toEqual(['issued', 'issued', 'one-per-member', 'issued', 'sold-out']);
    // The same key is the same request; with another key the member gets the first voucher's code.
    expect(results[1]).toEqual(results[0]);
    expect(results[2]?.voucherCode).toBe(results[0]?.voucherCode);
    expect(results[4]?.voucherCode).toBeNull();
  }, 120_000);

  it('is reported to listening clients as soon as it is decided', async () => {
    await openGiveaway('listened-to', 1);
    const { statusUrl } = (await (await press('/gifticons', 'listened-to', 'member-0007')).json()) as Accepted;
    const events = await (await fetch(`${rush()}${statusUrl}/events`)).text();
    expect(events).toMatch(/^event: waiting\n/);
    expect(events).toMatch(/\nevent: issued\ndata: .*"voucherCode":"[0-9A-Z-]{14}"/);
  }, 60_000);
});

describe('an issuing server with a rate limit', () => {
  it('issues no faster, however fast members press', async () => {
    await openGiveaway('two-a-second', 10, 2);
    const members = Array.from({ length: 5 }, (_, n) => `member-000${n + 1}`);
    const begun = Date.now();
    for (const member of members) {
      const taken = (await (await press('/gifticons', 'two-a-second', member)).json()) as Accepted;
      expect((await resultOf(taken)).outcome).toBe('issued');
    }
    // The first voucher does not wait.
    expect(Date.now() - begun).toBeGreaterThanOrEqual(2_000);
  }, 60_000);
});

describe('the direct design', () => {
  it.each(['', '?variant=one-transaction', '?variant=row-lock'])(
    'issues inside the request%s, one per member, as many as available',
    async (variant) => {
      const sku = `direct-${variant.length}`;
      await openGiveaway(sku, 3);
      const path = `/direct/gifticons${variant}`;
      const members = ['member-0001', 'member-0002', 'member-0001', 'member-0003', 'member-0004', 'member-0005'];
      const answers = await Promise.all(members.map((member) => press(path, sku, member)));
      expect(answers.filter(({ status }) => status === 201).length).toBe(3);
      expect(answers.filter(({ status }) => status === 409).length).toBe(3);
      const open = (await (await fetch(`${shop()}/giveaways/${sku}`)).json()) as { directVouchersLeft: number };
      expect(open.directVouchersLeft).toBe(0);
    },
    60_000,
  );
});

describe('bad input', () => {
  it.each<[string, object | string, number, string | undefined]>([
    ['an unknown product', { memberId: 'member-0001', sku: 'easter' }, 422, 'unknown-product'],
    ['a member who is not invited', { memberId: 'member-20001', sku: 'christmas' }, 422, 'unknown-member'],
    ['another spelling of a member', { memberId: 'member-00001', sku: 'christmas' }, 422, 'unknown-member'],
    ['an unknown field', { memberId: 'member-0001', sku: 'christmas', all: true }, 400, undefined],
    ['a wrong type', { memberId: 1, sku: 'christmas' }, 400, undefined],
    ['no JSON', '{"memberId":', 400, undefined],
    ['a body of a megabyte', JSON.stringify({ memberId: 'x'.repeat(1_000_000) }), 413, undefined],
  ])(
    '%s is refused with problem details in both designs, and the shop continues',
    async (_what, body, status, reason) => {
      for (const path of ['/gifticons', '/direct/gifticons']) {
        const answer = await fetch(`${rush()}${path}`, {
          method: 'POST',
          headers: json,
          body: typeof body === 'string' ? body : JSON.stringify(body),
        });
        expect(answer.status).toBe(status);
        expect(answer.headers.get('content-type')).toMatch('application/problem+json');
        expect(((await answer.json()) as { reason?: string }).reason).toBe(reason);
      }
      expect((await fetch(`${shop()}/products`)).status).toBe(200);
    },
  );

  it('a made-up request id is unknown, not waiting', async () => {
    const answer = await fetch(`${rush()}/gifticons/0b6a2f6e-6f0c-8c1d-8b1e-3a5f0d2c4e71`);
    expect(answer.status).toBe(404);
  });
});

describe('several issuing servers', () => {
  const seen = async (): Promise<number> => {
    const query = new URLSearchParams({ query: 'sum(up{job="gifticon"})' });
    const answer = await fetch(`${stack.driver.address('prometheus')}/api/v1/query?${query.toString()}`);
    const { data } = (await answer.json()) as { data: { result: { value: [number, string] }[] } };
    return Number(data.result[0]?.value[1]);
  };

  it('are all scraped by Prometheus, so that the boards show all of the work', async () => {
    await stack.driver.scale('gifticon', 3);
    await waitFor({ what: 'three to be scraped', limitMs: 30_000 }, async () => (await seen()) === 3);
    await stack.driver.scale('gifticon', 1);
    await waitFor({ what: 'one to be scraped', limitMs: 30_000 }, async () => (await seen()) === 1);
  }, 120_000);
});

describe('the Christmas burst', () => {
  it('is exact with the queue although the issuing server is killed in the middle', async () => {
    const { report } = await runScenario({
      driver: stack.driver,
      stateFolder: folder,
      scenario: scenarioNamed('christmas-burst', undefined, { withOutage: true }),
      speed: 'fast',
      seed: 7,
      folder: join(folder, 'report'),
      progress: (line) => process.stdout.write(`${line}\n`),
      stopping: new AbortController().signal,
    });
    const [direct, queue] = report.runs.map(({ figures }) => figures);
    expect(direct?.burst).toMatchObject({ oversold: 0, secondVouchers: 0, strayVouchers: 0 });
    expect(queue).toMatchObject({ lost: 0, doubled: 0, finalLag: 0 });
    expect(queue?.burst).toMatchObject({
      oversold: 0,
      secondVouchers: 0,
      strayVouchers: 0,
      told: queue?.burst?.answered,
    });
    expect(queue?.burst?.issued).toBe(queue?.burst?.vouchers);
    expect(queue?.recovery.totalSeconds).toBeGreaterThan(0);
  }, 300_000);
});
