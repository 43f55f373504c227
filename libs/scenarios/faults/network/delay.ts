import { networkFault } from './network-fault.js';

/** Timers of two processes on a busy machine are not exact. */
const tolerance = 0.9;

export const delay = networkFault({
  name: 'delay',
  describes: 'delays everything that a service receives from another part',
  parameters: {
    latency: { describes: 'delay of every answer', kind: 'time', usual: '200ms', atLeast: '1ms', atMost: '10s' },
    jitter: {
      describes: 'random deviation from it, either way',
      kind: 'time',
      usual: '0ms',
      atLeast: '0ms',
      atMost: '10s',
    },
  },
  onLinks: {
    toxics: ({ latency = 0, jitter = 0 }) => [
      {
        type: 'latency',
        stream: 'downstream',
        attributes: { latency: Math.round(latency), jitter: Math.round(jitter) },
      },
    ],
  },
  evidence: {
    says: 'an answer takes at least that long',
    question: ({ latency = 0, jitter = 0 }) => ({ patienceMs: latency + jitter + 2_000 }),
    sees: ({ asked }, { latency = 0, jitter = 0 }) => {
      const least = Math.max(0, latency - jitter) * tolerance;
      return asked.came === 'answer' && asked.afterMs >= least
        ? `answered after ${Math.round(asked.afterMs)} ms`
        : null;
    },
  },
});
