import { syntheticRuns } from '../report/synthetic-runs.js';
import type { RunRecord } from '../engine/record.js';
import { expectedText, judgeSentence } from './judge-sentence.js';
import { Misread, readSentence } from './sentence.js';

const vocabulary = { phases: ['calm', 'outage', 'recovery', 'end'], groups: ['review', 'member'] };
const read = (text: string) => readSentence(text, vocabulary);

describe('a sentence', () => {
  it.each([
    ['lost = 0', '0'],
    ['accept.p99 in outage <= 2x calm or <= 100ms', '≤ 2 × calm, or ≤ 100 ms'],
    ['recovery.total <= 10s', '≤ 10.0 s'],
    ['lag.peak of review >= 80% of accepted in outage', '≥ 80 % of accepted in outage'],
    ['lag.peak in outage of review > 5', '> 5'],
    ['throughput in outage>0/s', '> 0/s'],
    ['beside.p99 in outage >= 3x calm and > 200ms', '≥ 3 × calm, and > 200 ms'],
  ])('is understood: %s', (text, expected) => {
    expect(expectedText(read(text))).toBe(expected);
  });

  it.each([
    ['lots = 0', "there is no measure 'lots'; the nearest is 'lost'", 0],
    ['accept.p99 in outtage <= 1s', "there is no phase 'outtage'; the nearest is 'outage'", 14],
    ['lag.peak of reviews > 1', "there is no consumer group 'reviews'; the nearest is 'review'", 12],
    ['lost in outage = 0', "'lost' is only measured for the whole run: leave out 'in …'", 5],
    ['accepted of review > 0', "'accepted' is not measured per group: leave out 'of …'", 9],
    ['accept.p99 <= 100', "'100' has no unit: 'accept.p99' is a time, so write it as '<= 100ms'", 14],
    ['accept.p99 <= 100kg', "'kg' is not its unit: 'accept.p99' is a time, so write it as '<= 100ms'", 14],
    ['throughput of review > 0/s', "there is no consumer group 'review'; the nearest is 'published'", 14],
    ['lost == 0', "'==' is not a comparison: use one of <= >= < > =", 5],
    ['lost = none', "'none' is not a number: write a bound such as '<= 5'", 7],
    ['completed = 100%', "'100%' needs a reference: write for example '100% of offered'", 16],
    ['accept.p99 <= 50% of offered', 'a time cannot be a share of a number', 14],
    ['accept.p99 <= 2x clam', "there is no phase 'clam'; the nearest is 'calm'", 17],
    ['lost <= 2x calm', "'lost' is only measured for the whole run, so it has no value in a phase", 8],
  ])('that is invalid says why and where: %s', (text, message, at) => {
    const misread = () => {
      try {
        return read(text);
      } catch (error) {
        const { message: said, at: where } = error as Misread;
        return { said, where };
      }
    };
    expect(misread()).toEqual({ said: message, where: at });
  });

  it.each([
    '',
    'lost',
    'lost =',
    'lost = 0 or',
    'lost = 0 please',
    'lost > 0 or > 1 and > 2',
    'accepted in',
    'accepted = 5% of',
  ])('that is incomplete or too long shows the whole form: "%s"', (text) => expect(() => read(text)).toThrow(Misread));
});

describe('the verdict of a sentence', () => {
  const events = () => syntheticRuns()[1] as RunRecord;
  const judge = (text: string, run = events()) => judgeSentence(read(text), run);

  it.each<[string, unknown, boolean]>([
    ['accepted = 100% of offered', '100 % (2,000 of 2,000)', true],
    ['failed > 0', '0', false],
    ['lag.peak >= 80% of offered in outage', expect.stringMatching(/^1\d\d(\.\d)? % \(6\d\d of 600\)$/), true],
    ['accept.p99 in outage <= 2x calm', expect.stringMatching(/ ms \(calm \d/), true],
    ['accept.p99 in outage <= 0.1ms or <= 1s', expect.stringMatching(/ ms$/), true],
    ['accept.p99 in outage <= 0.1ms and <= 1s', expect.stringMatching(/ ms$/), false],
    ['accept.p99 in outage > 0.1ms and <= 1s', expect.stringMatching(/ ms$/), true],
    ['completed in outage = 0', '0', true],
    ['duration in outage = 15s', '15.0 s', true],
    ['members.peak = 1', '1', true],
    ['throughput in outage > 0/s', '0/s', false],
    ['throughput of published in outage > 30/s', expect.stringMatching(/^(39|40|41)(\.\d)?\/s$/), true],
    ['throughput in calm > 30/s', '40/s', true],
    ['recovery.rejoin <= 2.1s', '2.0 s', true],
    ['recovery.rejoin > 10s', '2.0 s', false],
    ['age.peak >= 10s', expect.stringMatching(/^1\d\.\d s$/), true],
  ])('%s', (text, measured, passed) => {
    expect(judge(text)).toEqual({ measured, passed });
  });

  it('is open if the figure does not exist', () => {
    const run = events();
    expect(judge('lag.peak of member > 0', run)).toEqual({ measured: 'not known', passed: null });
    expect(judge('lost = 0', { ...run, account: { ...run.account, accepted: 0 } }).passed).toBeNull();
    const shortened = { ...run, phases: run.phases.slice(0, 1) };
    expect(judge('accepted in outage > 0', shortened)).toEqual({ measured: 'not known', passed: null });
    expect(judge('accept.p99 <= 2x outage', shortened).passed).toBeNull();
    expect(judge('accept.p99 <= 2x outage or <= 1s', shortened).passed).toBe(true);
    expect(judge('accept.p99 <= 2x outage and <= 1s', shortened).passed).toBeNull();
    expect(judge('accept.p99 <= 2x outage and > 1s', shortened).passed).toBe(false);
    expect(judge('beside.failed = 0', run).passed).toBeNull();
    expect(judge('issued > 0', run).passed).toBeNull();
  });
});
