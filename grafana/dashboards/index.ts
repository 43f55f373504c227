import type { Board } from '../board.js';
import { christmas } from './christmas.js';
import { kafka } from './kafka.js';
import { orders } from './orders.js';
import { recovery } from './recovery.js';
import { runtime } from './runtime.js';
import { stage } from './stage.js';
import { video } from './video.js';

/** Every board, in the order of the links. A new board is a file and a line here. */
export const boards: readonly Board[] = [stage, orders, kafka, recovery, christmas, video, runtime];
