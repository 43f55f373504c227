import { oneOf } from '#runtime';
import { busyLoop } from './busy-loop.js';
import { crashLoop } from './crash-loop.js';
import { crashRelay } from './crash-relay.js';
import { endConnections } from './end-connections.js';
import { fail } from './fail.js';
import type { Fault } from './fault.js';
import { fullDisk } from './full-disk.js';
import { holdLock } from './hold-lock.js';
import { kill } from './kill.js';
import { bandwidth } from './network/bandwidth.js';
import { cut } from './network/cut.js';
import { delay } from './network/delay.js';
import { halfOpen } from './network/half-open.js';
import { reset } from './network/reset.js';
import { pause } from './pause.js';
import { outOfMemory } from './out-of-memory.js';
import { poison } from './poison.js';
import { refuseConnections } from './refuse-connections.js';
import { refuseWrites } from './refuse-writes.js';
import { restart } from './restart.js';
import { slow } from './slow.js';
import { slowDisk } from './slow-disk.js';
import { stop } from './stop.js';
import { wrongClock } from './wrong-clock.js';

/** All faults. A new one is a file in this folder and a line here. */
export const faults: readonly Fault[] = [
  kill,
  stop,
  pause,
  restart,
  slow,
  fail,
  crashRelay,
  endConnections,
  holdLock,
  refuseConnections,
  refuseWrites,
  slowDisk,
  busyLoop,
  outOfMemory,
  crashLoop,
  wrongClock,
  poison,
  fullDisk,
  cut,
  delay,
  bandwidth,
  reset,
  halfOpen,
];

/** @throws NotPossible naming the nearest valid name */
export function faultNamed(name: string): Fault {
  const valid = oneOf(
    'fault',
    name,
    faults.map((fault) => fault.name),
  );
  return faults.find((fault) => fault.name === valid) as Fault;
}
