import type { Driver, PartState } from '#runtime';
import { cut } from './cut.js';
import { Network } from './network.js';

const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
const health = new Map<string, PartState['health']>();
let done: string[];
/** What happens when the service is told its routes for the first, second, ... time. */
let answers: (Error | undefined)[];
let starts: () => Promise<void>;

/** The review service and a broker, without Toxiproxy: every fault has ended. */
function network(): Network {
  const parts = async () =>
    [
      { name: 'review', kind: 'service', health: health.get('review') },
      { name: 'kafka-1', kind: 'broker', health: 'up' },
    ] as PartState[];
  const start = async (part: string) => {
    done.push(`start ${part}`);
    await starts();
  };
  const setSwitch = async (part: string) => {
    done.push(`tell ${part}`);
    const answer = answers.shift();
    if (answer) throw answer;
  };
  return new Network({ driver: { parts, start } as Driver, faults: [cut], active: () => [], setSwitch });
}

beforeEach(() => {
  health.set('review', 'up');
  [done, answers, starts] = [[], [], async () => {}];
});

const ended = { part: 'review', to: 'kafka' };

describe('when a fault ends, its service', () => {
  it('is told its new routes', async () => {
    await network().putRight(ended);
    expect(done).toEqual(['tell review']);
  });

  it('is told once it is up, if it was just starting', async () => {
    health.set('review', 'starting');
    answers = [refused, undefined];
    await network().putRight(ended);
    expect(done).toEqual(['tell review', 'start review', 'tell review']);
  });

  it('need not be told if it exits meanwhile: the next process has the new routes', async () => {
    answers = [refused];
    starts = async () => {
      health.set('review', 'down');
      throw new Error('review did not start (exit code 1)');
    };
    await network().putRight(ended);
    expect(done).toEqual(['tell review', 'start review']);
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
