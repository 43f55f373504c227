import type { Board } from '../board.js';
import { brokenNow } from '../panels/broken-now.js';
import { drainedIn } from '../panels/drained-in.js';
import { ordersDoubled } from '../panels/orders-doubled.js';
import { ordersLost } from '../panels/orders-lost.js';
import { ordersPerSecond } from '../panels/orders-per-second.js';
import { ordersWaiting } from '../panels/orders-waiting.js';
import { partsUp } from '../panels/parts-up.js';
import { queueAge } from '../panels/queue-age.js';
import { queueLag } from '../panels/queue-lag.js';

/** The board to project: active faults, their effect on customers, and proof that nothing is lost. */
export const stage: Board = {
  name: 'stage',
  title: { en: 'Stage', ko: '무대' },
  description: {
    en: 'The big screen: which faults are active, whether customers notice, and what is waiting in the queues.',
    ko: '벽에 띄우는 보드입니다. 무엇이 고장 났고, 고객이 느끼는지, 큐에 무엇이 기다리는지 보여 줍니다.',
  },
  rows: [
    {
      height: 5,
      panels: [
        [brokenNow, 8],
        [ordersLost, 4],
        [ordersDoubled, 4],
        [ordersWaiting, 4],
        [drainedIn, 4],
      ],
    },
    {
      height: 9,
      panels: [
        [ordersPerSecond, 12],
        [queueLag, 12],
      ],
    },
    {
      height: 11,
      panels: [
        [partsUp, 12],
        [queueAge, 12],
      ],
    },
  ],
};
