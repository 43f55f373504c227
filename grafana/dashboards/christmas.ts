import type { Board } from '../board.js';
import { christmasPhases } from '../panels/christmas-phases.js';
import { issuingServers } from '../panels/issuing-servers.js';
import { rushAnswered } from '../panels/rush-answered.js';
import { rushLatency } from '../panels/rush-latency.js';
import { rushUnanswered } from '../panels/rush-unanswered.js';
import { shopperErrors } from '../panels/shopper-errors.js';
import { shopperLatency } from '../panels/shopper-latency.js';
import { wishesAge } from '../panels/wishes-age.js';
import { wishesDecided } from '../panels/wishes-decided.js';
import { wishesWaiting } from '../panels/wishes-waiting.js';

/** The give-away: how the rush is answered, what ordinary shoppers experience, and the queue. */
export const christmas: Board = {
  name: 'christmas',
  title: { en: 'Christmas', ko: '크리스마스' },
  description: {
    en: 'A rush for gift vouchers alongside ordinary shoppers: issued inside the request, and behind a queue.',
    ko: '일반 고객 옆에서 기프티콘 쏠림이 일어납니다. 요청 안에서 발급할 때와 큐를 거쳐 발급할 때를 비교합니다.',
  },
  rows: [
    {
      height: 9,
      panels: [
        [rushAnswered, 8],
        [rushUnanswered, 8],
        [rushLatency, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [shopperLatency, 12],
        [shopperErrors, 12],
      ],
    },
    {
      height: 9,
      panels: [
        [wishesWaiting, 10],
        [wishesAge, 10],
        [issuingServers, 4],
      ],
    },
    {
      height: 9,
      panels: [
        [wishesDecided, 12],
        [christmasPhases, 12],
      ],
    },
  ],
};
