import type { Board } from '../board.js';
import { acceptLatency } from '../panels/accept-latency.js';
import { completionLatency } from '../panels/completion-latency.js';
import { deadLetters } from '../panels/dead-letters.js';
import { handledMessages } from '../panels/handled-messages.js';
import { outboxAge } from '../panels/outbox-age.js';
import { outboxBacklog } from '../panels/outbox-backlog.js';
import { queueWait } from '../panels/queue-wait.js';
import { requestDuration } from '../panels/request-duration.js';
import { requestErrors } from '../panels/request-errors.js';
import { requests } from '../panels/requests.js';
import { retries } from '../panels/retries.js';

/** The path of an order, from the request to the last effect: rate, errors and duration of each step. */
export const orders: Board = {
  name: 'orders',
  title: { en: 'Orders', ko: '주문' },
  description: {
    en: 'How an order moves through the services: requests, outbox, queue, handling, completion.',
    ko: '주문이 서비스를 지나는 길입니다. 요청, 아웃박스, 큐, 처리, 완료 순서로 봅니다.',
  },
  rows: [
    {
      height: 9,
      panels: [
        [acceptLatency, 12],
        [completionLatency, 12],
      ],
    },
    {
      height: 9,
      panels: [
        [requests, 8],
        [requestErrors, 8],
        [requestDuration, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [outboxBacklog, 8],
        [outboxAge, 8],
        [queueWait, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [handledMessages, 10],
        [retries, 10],
        [deadLetters, 4],
      ],
    },
  ],
};
