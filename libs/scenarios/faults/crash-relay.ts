import { catalog } from '#contracts';
import { bringBack } from './bring-back.js';
import { processGone } from './evidence.js';
import type { Fault } from './fault.js';

export const crashRelay: Fault = {
  name: 'crash-relay',
  describes: 'kills a service at the worst moment: its event is published, but still in its outbox',
  holds: true,
  kinds: ['service'],
  // A relay that has nothing to publish never gets to that point.
  parts: [...new Set(catalog.map(({ owner }) => owner))],
  switch: () => ({ crashRelayAfterPublish: true }),
  evidence: processGone,
  apply: (scope, part) => scope.setSwitch(part),
  // It may have crashed, or never have published.
  undo: bringBack,
};
