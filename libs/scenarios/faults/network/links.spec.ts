import { NotPossible, parts } from '#runtime';
import { linksAmong, linksOf } from './links.js';

const of = (part: string, other?: string) => linksOf(parts, part, other).map(({ from, to }) => `${from}>${to}`);

describe('the connections between parts', () => {
  it('are those between a service and all brokers, or one of them', () => {
    expect(of('review', 'kafka')).toEqual(['review>kafka-1', 'review>kafka-2', 'review>kafka-3']);
    expect(of('review', 'kafka-2')).toEqual(['review>kafka-2']);
    expect(of('lag-watcher')).toEqual(['lag-watcher>kafka-1', 'lag-watcher>kafka-2', 'lag-watcher>kafka-3']);
  });

  it('are the same from both ends', () => {
    expect(of('postgres', 'order')).toEqual(of('order', 'postgres'));
    expect(of('kafka-2', 'review')).toEqual(['review>kafka-2']);
  });

  it('are all of a part when no other is named', () => {
    expect(of('order')).toEqual(
      ['kafka-1', 'kafka-2', 'kafka-3', 'postgres', 'member', 'coupon', 'review'].map((to) => `order>${to}`),
    );
    expect(of('kafka-2')).toContain('lag-watcher>kafka-2');
    expect(of('review')).toContain('order>review');
  });

  it('belong to the part as a whole if it has several instances', () => {
    const more = [...parts, { name: 'video-worker-2', kind: 'service' }] as const;
    expect(linksAmong(more)).toEqual(linksAmong(parts));
  });

  it.each([
    [
      'review',
      'prometheus',
      /no connection between review and 'prometheus'; the nearest is '.*' \(there are kafka, order, kafka-1/,
    ],
    ['review', 'kafca', /the nearest is 'kafka'/],
    ['member', 'coupon', /no connection between member and 'coupon'/],
    ['zipkin', undefined, /zipkin has no connection for a network fault; these parts have one: order, /],
  ])('between %s and %s do not exist, which is refused with a suggestion', (part, other, sentence) => {
    expect(() => linksOf(parts, part, other)).toThrow(NotPossible);
    expect(() => linksOf(parts, part, other)).toThrow(sentence);
  });

  it('are each listed once', () => {
    const names = linksAmong(parts).map(({ from, to }) => `${from}>${to}`);
    expect(new Set(names).size).toBe(names.length);
  });
});
