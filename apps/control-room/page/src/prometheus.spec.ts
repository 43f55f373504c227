import { figureOf, nameOf, onGrid, timesOf, windowsOf } from './prometheus.js';

const grid = { start: 100, end: 104, step: 1 };

describe('onGrid', () => {
  it('puts values in their seconds and null where there is none, where it is NaN, and nowhere outside', () => {
    const values: [number, string][] = [
      [99, '9'],
      [101, '1'],
      [102, 'NaN'],
      [104, '4'],
      [105, '5'],
    ];
    expect(timesOf(grid)).toEqual([100, 101, 102, 103, 104]);
    expect(onGrid({ metric: {}, values }, grid)).toEqual([null, 1, null, null, 4]);
  });
});

describe('figureOf', () => {
  it('knows what cannot be drawn', () => {
    expect(figureOf('0')).toBe(0);
    expect(figureOf('+Inf')).toBeNull();
  });
});

describe('nameOf', () => {
  it('fills labels into the template, and nothing where a label is missing', () => {
    expect(nameOf('{{ topic }} end', { topic: 'order.placed' })).toBe('order.placed end');
    expect(nameOf('{{consumergroup}} {{job}}', { job: 'order' })).toBe('order');
    expect(nameOf('', { job: 'order', code: '500' })).toBe('job=order code=500');
  });
});

describe('windowsOf', () => {
  it('joins neighbouring seconds and parts what is further apart', () => {
    const values: [number, string][] = [100, 101, 102, 110, 111].map((time) => [time, '1']);
    expect(windowsOf([{ metric: { fault: 'kill' }, values }], 1)).toEqual([
      { labels: { fault: 'kill' }, from: 100, to: 102 },
      { labels: { fault: 'kill' }, from: 110, to: 111 },
    ]);
  });
});
