import type { Register } from '../context.js';
import { register as doctor } from './doctor.js';
import { register as down } from './down.js';
import { register as status } from './status.js';
import { register as up } from './up.js';

/** Every command, in the order in which --help lists them. A new one is a file in this folder and a line here. */
export const registers: readonly Register[] = [up, down, status, doctor];
