import { networkFault } from './network-fault.js';

export const reset = networkFault({
  name: 'reset',
  describes: 'resets every connection between two parts after its first bytes (TCP RST)',
  parameters: {
    after: {
      describes: 'time between the first bytes and the reset',
      kind: 'time',
      usual: '0ms',
      atLeast: '0ms',
      atMost: '1m',
    },
  },
  onLinks: {
    toxics: ({ after = 0 }) => [{ type: 'reset_peer', stream: 'upstream', attributes: { timeout: Math.round(after) } }],
  },
  evidence: {
    says: 'a connection opens and is reset',
    question: ({ after = 0 }) => ({ patienceMs: after + 1_000 }),
    sees: ({ asked }) => (asked.came === 'reset' ? `reset after ${Math.round(asked.afterMs)} ms` : null),
  },
});
