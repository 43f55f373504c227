import type { Board } from '../board.js';
import { cpu } from '../panels/cpu.js';
import { eventLoopLag } from '../panels/event-loop-lag.js';
import { garbageCollection } from '../panels/garbage-collection.js';
import { lagScrape } from '../panels/lag-scrape.js';
import { memory } from '../panels/memory.js';
import { partRestarts } from '../panels/part-restarts.js';
import { samplesScraped } from '../panels/samples-scraped.js';
import { scrapeDuration } from '../panels/scrape-duration.js';
import { spans } from '../panels/spans.js';
import { targetsUp } from '../panels/targets-up.js';

/** The processes themselves, and whether the monitoring can be trusted. */
export const runtime: Board = {
  name: 'runtime',
  title: { en: 'Runtime', ko: '런타임' },
  description: {
    en: 'Event loop, CPU, memory and garbage collection of each process, and the health of the monitoring itself.',
    ko: '프로세스별 이벤트 루프, CPU, 메모리, 가비지 컬렉션과 측정 자체의 상태입니다.',
  },
  rows: [
    {
      height: 9,
      panels: [
        [eventLoopLag, 12],
        [cpu, 12],
      ],
    },
    {
      height: 9,
      panels: [
        [memory, 12],
        [garbageCollection, 12],
      ],
    },
    {
      height: 9,
      panels: [
        [scrapeDuration, 6],
        [spans, 6],
        [targetsUp, 3],
        [partRestarts, 3],
        [samplesScraped, 3],
        [lagScrape, 3],
      ],
    },
  ],
};
