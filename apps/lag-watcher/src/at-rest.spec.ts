import { sparing } from './at-rest.js';
import type { End } from './lag.js';
import type { Scrape } from './scrape.js';

const end = (offset: string): End => ({ topic: 'order.placed', partition: 0, offset, isCurrent: true });

/** Brokers with one partition and one group. */
function brokers() {
  const is = { end: '7', committed: '7', state: 'stable' as Scrape['groups'][number]['state'], answers: true };
  const asked: string[] = [];
  const look = async (): Promise<Scrape> => {
    asked.push('everything');
    const places = { committed: [end(is.committed)], ends: [end(is.end)] };
    return {
      ...{ atMs: 0, unanswered: is.answers ? [] : [new Error('silent')], brokers: ['1'], partitions: [], missing: [] },
      ends: places.ends,
      groups: [
        { group: 'coupon', state: is.state, members: 1, startsOver: true, alerting: true, memberNames: [], ...places },
      ],
      ...{ first: () => undefined, found: () => undefined },
    };
  };
  const endsNow = async () => {
    asked.push('ends');
    return is.answers ? [end(is.end)] : undefined;
  };
  const clock = { ms: 0 };
  const next = sparing({ look, endsNow }, () => clock.ms);
  const lookAt = async (ms: number) => {
    clock.ms = ms;
    asked.length = 0;
    const scrape = await next();
    return { asked: [...asked], scrape };
  };
  return { is, lookAt };
}

describe('reading an idle platform', () => {
  it('asks for end offsets only, repeats the last full reading as current, and makes a full one again after five seconds', async () => {
    const { lookAt } = brokers();
    expect((await lookAt(0)).asked).toEqual(['everything']);
    const { asked, scrape } = await lookAt(1_000);
    expect([asked, scrape.isAtRest]).toEqual([['ends'], true]);
    expect(Math.abs(scrape.atMs - Date.now())).toBeLessThan(60_000);
    expect(scrape.groups).toHaveLength(1);
    expect((await lookAt(4_999)).asked).toEqual(['ends']);
    expect((await lookAt(5_000)).asked).toEqual(['everything']);
  });

  it('makes a full reading as soon as an end offset moves, and each time until everything is consumed', async () => {
    const { is, lookAt } = brokers();
    await lookAt(0);
    is.end = '8';
    const moved = await lookAt(1_000);
    expect([moved.asked, moved.scrape.isAtRest]).toEqual([['ends', 'everything'], undefined]);
    expect((await lookAt(2_000)).asked).toEqual(['everything']);
    is.committed = '8';
    expect((await lookAt(3_000)).asked).toEqual(['everything']);
    expect((await lookAt(4_000)).asked).toEqual(['ends']);
  });

  it('makes a full reading if a leader does not answer, and while a group is rebalancing or its coordinator is unavailable', async () => {
    const { is, lookAt } = brokers();
    await lookAt(0);
    is.answers = false;
    const moved = await lookAt(1_000);
    expect([moved.asked, moved.scrape.isAtRest]).toEqual([['ends', 'everything'], undefined]);
    is.answers = true;
    is.state = 'preparing-rebalance';
    expect((await lookAt(2_000)).asked).toEqual(['everything']);
    expect((await lookAt(3_000)).asked).toEqual(['everything']);
    is.state = 'unknown';
    expect((await lookAt(4_000)).asked).toEqual(['everything']);
    expect((await lookAt(5_000)).asked).toEqual(['everything']);
  });
});
