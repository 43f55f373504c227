import { crashRelay } from './crash-relay.js';
import { endConnections } from './end-connections.js';
import { fail } from './fail.js';
import type { Fault } from './fault.js';
import { kill } from './kill.js';
import { pause } from './pause.js';
import { restart } from './restart.js';
import { slow } from './slow.js';
import { stop } from './stop.js';

/** Every fault there is. A new one is a file in this folder and a line here. */
export const faults: readonly Fault[] = [kill, stop, pause, restart, slow, fail, crashRelay, endConnections];
