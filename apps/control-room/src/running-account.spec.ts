import type { OrderFate } from '#scenarios';
import { RunningAccount } from './running-account.js';

/** The fate of an order; a completed one was completed at time 0. */
const fate = (orderId: string, became: OrderFate['fate'], doubled = false): OrderFate => ({
  ...{ orderId, fate: became, doubled, missing: [] },
  ...{ completedAt: became === 'completed' ? 0 : null, completionMs: null },
});

describe('RunningAccount', () => {
  it('counts an order once although the lists of two rounds overlap', () => {
    const account = new RunningAccount();
    account.placed(['a', 'b']);
    account.placed(['b', 'c']);
    expect(account.open()).toEqual(['a', 'b', 'c']);
  });

  it('adds up to the number of accepted orders, whatever became of them', () => {
    const account = new RunningAccount();
    account.placed(['a', 'b', 'c', 'd']);
    const fates = [fate('a', 'completed'), fate('b', 'queued'), fate('c', 'dead-lettered'), fate('d', 'lost')];
    expect(account.judged(fates, 0).figures).toEqual({
      accepted: 4,
      completed: 1,
      'dead-lettered': 1,
      queued: 1,
      lost: 1,
      doubled: 0,
    });
  });

  it('stops auditing an order a minute after it was completed, and still counts it', () => {
    const account = new RunningAccount();
    account.placed(['a', 'b']);
    account.judged([fate('a', 'completed'), fate('b', 'queued')], 0);
    account.judged([fate('a', 'completed'), fate('b', 'queued')], 59_000);
    expect(account.open()).toEqual(['a', 'b']);
    account.judged([fate('a', 'completed'), fate('b', 'queued')], 60_000);
    expect(account.open()).toEqual(['b']);
    expect(account.judged([fate('b', 'completed')], 61_000).figures).toMatchObject({
      accepted: 2,
      completed: 2,
      queued: 0,
    });
  });

  it('does not audit again what was completed long before the first round', () => {
    const account = new RunningAccount();
    account.placed(['old', 'waiting']);
    const fates = [fate('old', 'completed'), fate('waiting', 'queued')];
    expect(account.judged(fates, 3_600_000).figures).toMatchObject({ accepted: 2, completed: 1, queued: 1 });
    expect(account.open()).toEqual(['waiting']);
    expect(account.judged(fates.slice(1), 3_603_000).figures).toMatchObject({ accepted: 2, completed: 1, queued: 1 });
  });

  it('reports an order as completed in the round that first sees it, and never again', () => {
    const account = new RunningAccount();
    account.placed(['a', 'b']);
    const look = (second: OrderFate['fate'], nowMs: number) =>
      account.judged([fate('a', 'completed'), fate('b', second)], nowMs).completed.map(({ orderId }) => orderId);
    expect(look('queued', 1)).toEqual(['a']);
    expect(look('completed', 2)).toEqual(['b']);
    expect(look('completed', 3)).toEqual([]);
  });

  it('does not add a settled order again while the list still contains it', () => {
    const account = new RunningAccount();
    account.placed(['a']);
    account.judged([fate('a', 'completed')], 0);
    account.judged([fate('a', 'completed')], 60_000);
    account.placed(['a']);
    expect(account.open()).toEqual([]);
  });

  it('remembers a doubled order, however it was found', () => {
    const account = new RunningAccount();
    account.placed(['a', 'b']);
    account.foundDoubled(['b']);
    expect(account.judged([fate('a', 'completed', true), fate('b', 'completed')], 0).figures.doubled).toBe(2);
    expect(account.judged([fate('a', 'completed', true)], 1).figures.doubled).toBe(2);
  });
});
