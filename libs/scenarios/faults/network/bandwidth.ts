import { networkFault } from './network-fault.js';

/**
 * Large enough to take a measurable time at the highest rate; PostgreSQL accepts a first message of 10,000 bytes at
 * most.
 */
const questionBytes = 9_000;
/** Toxiproxy lets up to a tenth of a second's worth through without a pause. */
const tolerance = 0.5;

export const bandwidth = networkFault({
  name: 'bandwidth',
  describes: 'limits the bandwidth between two parts, in each direction',
  parameters: {
    rate: { describes: 'KB per second', kind: 'count', usual: '20', atLeast: '1', atMost: '100' },
  },
  onLinks: {
    toxics: ({ rate = 1 }) =>
      (['upstream', 'downstream'] as const).map((stream) => ({ type: 'bandwidth', stream, attributes: { rate } })),
  },
  evidence: {
    says: `${questionBytes / 1_000} KB take as long as the rate demands`,
    question: ({ rate = 1 }) => ({ bytes: questionBytes, patienceMs: (2 * questionBytes) / rate + 2_000 }),
    sees: ({ asked, straight }, { rate = 1 }) => {
      // Bytes divided by KB/s gives milliseconds.
      const least = (questionBytes / rate) * tolerance;
      const seen = asked.came === 'answer' && asked.afterMs >= least && asked.afterMs > straight.afterMs;
      return seen ? `${questionBytes / 1_000} KB took ${Math.round(asked.afterMs)} ms` : null;
    },
  },
});
