import { givenParameters, parameterText } from './parameters.js';
import { fail } from './fail.js';
import { kill } from './kill.js';
import { slow } from './slow.js';

describe('parameters of a fault', () => {
  it('are the written values, and defaults for the rest', () => {
    expect(givenParameters(slow).amounts).toEqual({ by: 400, share: 0.5 });
    expect(givenParameters(slow, { by: '1.5s' }).amounts).toEqual({ by: 1_500, share: 0.5 });
    expect(slow.switch?.(givenParameters(slow, { share: '100%' }).amounts)).toEqual({
      http: { slowShare: 1, slowMs: 400 },
      messages: { slowShare: 1, slowMs: 400 },
    });
  });

  const locked = {
    name: 'locked',
    parameters: {
      table: { describes: 'which table', kind: 'word', usual: 'main', oneOf: ['main', 'inbox'] },
      by: { describes: 'how far', kind: 'offset', usual: '-5m', atLeast: '-1h', atMost: '1h' },
      code: { describes: 'which code', kind: 'count', usual: '1', atLeast: '1', atMost: '125' },
    },
  } as const;

  it('may be a word, a negative offset, or a count', () => {
    expect(givenParameters(locked)).toEqual({ amounts: { by: -300_000, code: 1 }, words: { table: 'main' } });
    expect(givenParameters(locked, { table: 'inbox', by: '30s', code: '3' })).toEqual({
      amounts: { by: 30_000, code: 3 },
      words: { table: 'inbox' },
    });
    expect(parameterText(locked)).toBe(
      'table: which table (main or inbox; main), by: how far (-1h to 1h; -5m), code: which code (1 to 125; 1)',
    );
  });

  it.each([
    [locked, { table: 'imbox' }, "table of 'locked' must be main or inbox, not 'imbox'; the nearest is 'inbox'."],
    [locked, { by: '-2h' }, "by of 'locked' must be between -1h and 1h, not -2h."],
    [locked, { by: 'never' }, "by of 'locked' must be an offset, not 'never': write for example '-5m'."],
    [locked, { code: '1.5' }, "code of 'locked' must be a count, not '1.5': write for example '1'."],
    [slow, { bye: '1s' }, "'slow' has no parameter 'bye'; the nearest is 'by'."],
    [kill, { by: '1s' }, "'kill' has no parameter 'by'; it takes none."],
    [slow, { by: '400' }, "by of 'slow' must be a time, not '400': write for example '400ms'."],
    [slow, { by: '2m' }, "by of 'slow' must be between 1ms and 1m, not 2m."],
    [fail, { share: '0%' }, "share of 'fail' must be between 1% and 100%, not 0%."],
    [fail, { share: '0.5' }, "share of 'fail' must be a share, not '0.5': write for example '30%'."],
  ])('are refused with a suggestion: %#', (fault, written, sentence) => {
    expect(() => givenParameters(fault, written)).toThrow(sentence);
  });
});
