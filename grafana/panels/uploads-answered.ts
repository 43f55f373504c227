import { metrics } from '#telemetry';
import { colours } from '../colours.js';
import { lines } from '../kinds/lines.js';
import { name, orZero, perSecond } from '../promql.js';

const answered = (statuses: string): string =>
  orZero(
    perSecond(
      `${name(metrics.httpServerRequestDuration)}_count{job="video", method="POST", route=~"/videos|/waiting/videos", status_code=~"${statuses}"}`,
    ),
  );

export const uploadsAnswered = lines({
  id: 703,
  title: { en: 'Uploads per second', ko: '초당 업로드' },
  description: {
    en: 'Accepted: stored, or already transcoded. Refused: empty, too large, not a video. Failed: a server error, or the client disconnected.',
    ko: '접수: 저장됨 또는 변환까지 끝남. 거절: 빈 파일, 너무 큰 파일, 영상이 아님. 실패: 내부 오류이거나 올린 사람이 떠남.',
  },
  unit: 'reqps',
  softMax: 1,
  queries: [
    { expr: answered('2..'), name: { en: 'accepted', ko: '접수' }, colour: colours.good },
    { expr: answered('4([0-8].|9[0-8])'), name: { en: 'refused', ko: '거절' }, colour: colours.warning },
    { expr: answered('5..|499'), name: { en: 'failed', ko: '실패' }, colour: colours.bad },
  ],
});
