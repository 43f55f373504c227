import { catalog } from '#contracts';
import { bringBack } from './bring-back.js';
import { bySwitch } from './by-switch.js';
import { processGone } from './evidence.js';
import type { Fault } from './fault.js';

export const crashRelay: Fault = {
  ...bySwitch,
  name: 'crash-relay',
  describes: 'kills a service at the worst moment: its event is published, but still in its outbox',
  holds: true,
  // A relay that has nothing to publish never gets to that point.
  parts: [...new Set(catalog.map(({ owner }) => owner))],
  switch: () => ({ crashRelayAfterPublish: true }),
  evidence: processGone,
  // It may have crashed, or never have published.
  undo: bringBack,
};
