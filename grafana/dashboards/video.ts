import type { Board } from '../board.js';
import { jobsAge } from '../panels/jobs-age.js';
import { jobsWaiting } from '../panels/jobs-waiting.js';
import { uploadLatency } from '../panels/upload-latency.js';
import { uploadsAnswered } from '../panels/uploads-answered.js';
import { videoPageLatency } from '../panels/video-page-latency.js';
import { videoPhases } from '../panels/video-phases.js';
import { videoWorkers } from '../panels/video-workers.js';
import { videosFinished } from '../panels/videos-finished.js';

/** The upload site: what uploaders and other visitors experience, and how the workers keep up with the queue. */
export const video: Board = {
  name: 'video',
  title: { en: 'Video', ko: '영상' },
  description: {
    en: 'Video uploads: transcoded before the response, and behind a queue that workers process at their own pace.',
    ko: '영상을 업로드합니다. 응답 전에 변환할 때와, 큐에 넘겨 작업자들이 제 속도로 처리할 때를 비교합니다.',
  },
  rows: [
    {
      height: 9,
      panels: [
        [uploadLatency, 8],
        [uploadsAnswered, 8],
        [videoPageLatency, 8],
      ],
    },
    {
      height: 9,
      panels: [
        [jobsWaiting, 10],
        [jobsAge, 10],
        [videoWorkers, 4],
      ],
    },
    {
      height: 9,
      panels: [
        [videosFinished, 12],
        [videoPhases, 12],
      ],
    },
  ],
};
