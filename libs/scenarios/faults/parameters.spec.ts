import { parameterValues } from './parameters.js';
import { fail } from './fail.js';
import { kill } from './kill.js';
import { slow } from './slow.js';

describe('what is said of a fault', () => {
  it('is what was written, and the usual for the rest', () => {
    expect(parameterValues(slow)).toEqual({ by: 400, share: 0.5 });
    expect(parameterValues(slow, { by: '1.5s' })).toEqual({ by: 1_500, share: 0.5 });
    expect(slow.switch?.(parameterValues(slow, { share: '100%' }))).toEqual({
      http: { slowShare: 1, slowMs: 400 },
      messages: { slowShare: 1, slowMs: 400 },
    });
  });

  it.each([
    [slow, { bye: '1s' }, "'slow' has no parameter 'bye'; the nearest is 'by'."],
    [kill, { by: '1s' }, "'kill' has no parameter 'by'; it takes none."],
    [slow, { by: '400' }, "by of 'slow' is a time, and '400' is none: write it as '400ms'."],
    [slow, { by: '2m' }, "by of 'slow' is from 1ms to 1m, and not 2m."],
    [fail, { share: '0%' }, "share of 'fail' is from 1% to 100%, and not 0%."],
    [fail, { share: '0.5' }, "share of 'fail' is a share, and '0.5' is none: write it as '30%'."],
  ])('is refused with what would be right: %#', (fault, written, sentence) => {
    expect(() => parameterValues(fault, written)).toThrow(sentence);
  });
});
