import { networkFault } from './network-fault.js';

export const cut = networkFault({
  name: 'cut',
  describes: 'closes the connections between two parts, and refuses new ones',
  onLinks: { refuses: true },
  evidence: {
    says: 'new connections are refused',
    sees: ({ asked, way }) => (asked.came === 'refused' && way.open === 0 ? 'refused' : null),
  },
});
