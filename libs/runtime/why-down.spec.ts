import type { Crash, PartState } from './state.js';
import { endOf, inWords, whyDown } from './why-down.js';

const crash: Crash = { at: '2026-11-26T01:00:00.000Z', exitCode: 1, signal: null, lastLines: ['out of wits'] };
const review = (given: Partial<PartState>): PartState =>
  ({ name: 'review', health: 'down', down: null, crash: null, ...given }) as PartState;

describe('the end of a process', () => {
  it('is its signal, its exit code, or why it could not be started', () => {
    expect(endOf({ ...crash, exitCode: null, signal: 'SIGKILL' })).toBe('SIGKILL');
    expect(endOf(crash)).toBe('exit code 1');
    expect(endOf({ ...crash, exitCode: null, lastLines: ['spawn java ENOENT'] })).toBe('spawn java ENOENT');
  });
});

describe('a part that is down', () => {
  it('because of a fault is restarted by clearing it', () => {
    const down = { because: 'fault', fault: 'kill', scenario: 'review-outage' } as const;
    expect(whyDown(review({ down }))).toBe(
      'review is down (fault kill of review-outage): `npm run stage -- fault clear` undoes it.',
    );
  });

  it('because of a crash says when it will be restarted', () => {
    const down = { because: 'crash', startsAgainAt: '2026-11-26T01:00:04.000Z' } as const;
    expect(inWords({ down, crash }, Date.parse(crash.at))).toBe('crash: exit code 1, restarts in 4 s');
    expect(inWords({ down: { ...down, startsAgainAt: null }, crash })).toBe('crash: exit code 1');
  });

  it('because it was stopped by hand is started, not cleared', () => {
    expect(whyDown(review({ down: { because: 'by hand' } }))).toBe(
      'review is down (stopped by hand): `npm run stage -- start review` starts it.',
    );
  });

  it('is not explained while it runs', () => {
    expect(inWords(review({ health: 'up' }))).toBe('');
  });
});
