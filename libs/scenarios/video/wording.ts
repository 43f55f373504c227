import { cpus } from 'node:os';
import type { RunFigures } from '../engine/figures.js';
import { count, milliseconds, seconds } from '../report/rows.js';
import type { ScenarioWording } from '../engine/scenario.js';
import type { Text } from '../engine/design.js';
import type { PageFigures, VideoFigures } from './video-figures.js';

const row = (label: Text, cell: (video: VideoFigures) => string) => ({
  label,
  cell: ({ video }: RunFigures) => (video ? cell(video) : '–'),
});

const pages = ({ p50Ms, p99Ms, failed, requests }: PageFigures): string =>
  `${milliseconds(p50Ms)} / ${milliseconds(p99Ms)}, ${count(failed)} of ${count(requests)} failed`;

/** What the report says in the words of an upload site. */
export const wording: ScenarioWording = {
  words: {
    orders: { en: 'videos', ko: '개' },
    offered: { en: 'uploads', ko: '업로드' },
    accepted: { en: 'accepted', ko: '접수' },
    rejected: { en: 'refused or failed', ko: '거절 또는 실패' },
    completed: { en: 'finished', ko: '변환 완료' },
    acceptLatency: { en: 'answer to the upload', ko: '업로드 응답 시간' },
    completionLatency: { en: 'video finished', ko: '영상 완료 시간' },
    rate: { en: 'uploads per second', ko: '초당 업로드' },
    chartAccepted: { en: 'Uploads answered per second', ko: '초당 응답된 업로드' },
    chartFailed: { en: 'Uploads refused or failed, per second', ko: '초당 거절되거나 실패한 업로드' },
    chartAccept: { en: 'Answer to the upload, p99', ko: '업로드 응답 시간, p99' },
    chartCompletion: { en: 'Video finished, p99', ko: '영상 완료 시간, p99' },
    chartLag: { en: 'Queue: jobs waiting or in hand', ko: '큐: 대기 중이거나 처리 중인 작업' },
    chartBystanders: { en: 'The other pages of the site, p99', ko: '사이트의 다른 페이지, p99' },
    chartBystandersFailed: { en: 'The other pages: failed requests per second', ko: '다른 페이지: 초당 실패' },
  },
  rows: [
    row({ en: 'pages while nobody uploads, p50 / p99', ko: '업로드가 없을 때의 페이지, p50 / p99' }, (video) =>
      pages(video.pages.calm),
    ),
    row({ en: 'pages while videos are transcoded, p50 / p99', ko: '변환 중의 페이지, p50 / p99' }, (video) =>
      pages(video.pages.busy),
    ),
    row({ en: 'workers in the end', ko: '마지막 작업자 수' }, ({ workers }) => count(workers)),
    row({ en: 'first upload to last finished video', ko: '첫 업로드부터 마지막 완료까지' }, ({ busySeconds }) =>
      seconds(busySeconds),
    ),
  ],
  method: [
    {
      en: 'Both designs got the same files at the same moments: clips that ffmpeg drew, in three sizes, with one that is rubbish inside, one empty and one that is a zip. They run the same ffmpeg with the same settings, one core for a job, on the same files and disk.',
      ko: '두 구조는 같은 파일을 같은 시각에 받았습니다. ffmpeg으로 그린 세 가지 크기의 영상과, 내용이 깨진 것, 빈 것, zip 파일이 하나씩 있습니다. 같은 ffmpeg을 같은 설정으로, 작업당 코어 하나로, 같은 파일과 디스크에서 실행합니다.',
    },
    {
      en: 'The waiting design transcodes as many at once as people upload; a bound on that would itself be a queue, in memory. The queue design takes one job a worker, and begins with one worker.',
      ko: '기다리는 구조는 업로드가 들어오는 만큼 동시에 변환합니다. 동시 개수를 제한한다면 그것이 곧 메모리 안의 큐입니다. 큐 구조는 작업자마다 한 번에 하나씩, 작업자 하나로 시작합니다.',
    },
    {
      en: `This machine has ${cpus().length} cores for everything: brokers, databases, the site, the workers and the load. More workers than free cores share them, so they finish little sooner here than one would on a machine of their own.`,
      ko: `이 컴퓨터의 코어 ${cpus().length}개를 브로커, 데이터베이스, 사이트, 작업자, 부하가 나눠 씁니다. 남는 코어보다 작업자가 많으면 코어를 나눠 쓰므로, 전용 컴퓨터에서만큼 빨라지지는 않습니다.`,
    },
    {
      en: 'Finished is when the site shows the result. An upload that gets no answer within 60 s has failed for the person who sent it. Lost and doubled are counted by an auditor that reads the databases and the dead letters with a read-only role. “–” means: does not apply.',
      ko: '완료는 사이트에 결과가 보이는 시점입니다. 60초 안에 응답이 없는 업로드는 올린 사람에게 실패입니다. 유실과 중복은 감사기가 읽기 전용 권한으로 데이터베이스와 데드레터를 읽어 셉니다. “–”는 해당 없음입니다.',
    },
  ],
};
