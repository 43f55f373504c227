import { networkFault } from './network-fault.js';

export const halfOpen = networkFault({
  name: 'half-open',
  describes: 'drops everything between two parts: connections stay open, and nothing arrives',
  onLinks: {
    // With a timeout of 0 Toxiproxy drops the data and never closes the connection.
    toxics: () =>
      (['upstream', 'downstream'] as const).map((stream) => ({ type: 'timeout', stream, attributes: { timeout: 0 } })),
    onceMoved: true,
  },
  evidence: {
    says: 'a connection opens and no answer arrives, although the other part answers directly',
    sees: ({ asked, straight }) =>
      asked.came === 'silent' && straight.came === 'answer' ? `silent for ${Math.round(asked.afterMs)} ms` : null,
  },
});
