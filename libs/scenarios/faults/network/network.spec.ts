import type { Driver, PartState } from '#runtime';
import { cut } from './cut.js';
import { Network } from './network.js';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const health = new Map<string, PartState['health']>();
let done: string[];
/** What happens when the service is told its routes for the first, second, ... time. */
let answers: (Error | undefined)[];

/** The review service and a broker, without Toxiproxy: every fault has ended. */
function network(): Network {
  const parts = async () =>
    [
      { name: 'review', kind: 'service', health: health.get('review') },
      { name: 'kafka-1', kind: 'broker', health: 'up' },
    ] as PartState[];
  const act = (what: string) => async (part: string) => void done.push(`${what} ${part}`);
  const setSwitch = async (part: string) => {
    done.push(`tell ${part}`);
    const answer = answers.shift();
    if (answer) throw answer;
  };
  return new Network({
    driver: { parts, kill: act('kill'), start: act('start') } as Partial<Driver> as Driver,
    faults: [cut],
    active: () => [],
    setSwitch,
  });
}

beforeEach(() => {
  health.set('review', 'up');
  [done, answers] = [[], []];
});

const ended = { part: 'review', to: 'kafka' };

describe('when a fault ends, its service', () => {
  it('is told its new routes', async () => {
    await network().putRight(ended);
    expect(done).toEqual(['tell review']);
  });

  it('is started anew if it does not listen yet: it may be waiting for a proxy that is gone', async () => {
    health.set('review', 'starting');
    answers = [refused];
    await network().putRight(ended);
    expect(done).toEqual(['tell review', 'kill review', 'start review']);
  });

  it('is left alone if it is down', async () => {
    health.set('review', 'down');
    await network().putRight(ended);
    expect(done).toEqual([]);
  });

  it('keeps the fault from ending if it does not answer', async () => {
    answers = [new Error('timed out')];
    await expect(network().putRight(ended)).rejects.toThrow('timed out');
  });
});
