import type { Register } from '../context.js';
import { register as campaign } from './campaign.js';
import { register as deadLetter } from './dead-letter.js';
import { register as doctor } from './doctor.js';
import { register as down } from './down.js';
import { register as fault } from './fault.js';
import { register as ledger } from './ledger.js';
import { register as load } from './load.js';
import { register as outbox } from './outbox.js';
import { register as part } from './part.js';
import { register as scale } from './scale.js';
import { register as scenario } from './scenario.js';
import { register as status } from './status.js';
import { register as trace } from './trace.js';
import { register as up } from './up.js';
import { register as view } from './view.js';

/** Every command, in the order in which --help lists them. A new one is a file in this folder and a line here. */
export const registers: readonly Register[] = [
  up,
  down,
  status,
  part,
  doctor,
  scenario,
  campaign,
  fault,
  load,
  scale,
  trace,
  ledger,
  deadLetter,
  outbox,
  view,
];
