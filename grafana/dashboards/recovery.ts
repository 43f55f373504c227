import type { Board } from '../board.js';
import { acceptBeforeAfter } from '../panels/accept-before-after.js';
import { drainEstimate } from '../panels/drain-estimate.js';
import { drainRate } from '../panels/drain-rate.js';
import { failedBeforeAfter } from '../panels/failed-before-after.js';
import { recoveryLag } from '../panels/recovery-lag.js';
import { recoverySplit } from '../panels/recovery-split.js';
import { scenarioPhases } from '../panels/scenario-phases.js';

/** Outage and recovery: the size of the backlog, how fast it drained, the estimate, and both designs compared. */
export const recovery: Board = {
  name: 'recovery',
  title: { en: 'Recovery', ko: '복구' },
  description: {
    en: 'Outage and recovery: phases, the backlog, how fast it drains, estimated against actual time.',
    ko: '장애와 회복입니다. 단계, 쌓인 메시지, 줄어드는 속도, 예측과 실제를 봅니다.',
  },
  rows: [
    {
      height: 8,
      panels: [
        [scenarioPhases, 14],
        [recoverySplit, 10],
      ],
    },
    {
      height: 10,
      panels: [
        [recoveryLag, 8],
        [drainRate, 8],
        [drainEstimate, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [failedBeforeAfter, 12],
        [acceptBeforeAfter, 12],
      ],
    },
  ],
};
