import type { Text } from '../engine/design.js';

/** The words of a report that do not depend on the scenario, in both languages. */
export const words = {
  passed: { en: 'PASSED', ko: '통과' },
  failed: { en: 'FAILED', ko: '실패' },
  inconclusive: { en: 'INCONCLUSIVE', ko: '판정 불가' },
  evidence: { en: 'Evidence that each fault took effect', ko: '장애 발생 증거' },
  noEvidence: {
    en: 'no evidence that it took effect: the run proves nothing',
    ko: '장애가 실제로 발생했다는 증거가 없어 판정할 수 없습니다',
  },
  ofExpectations: { en: 'expectations met', ko: '개 기대 충족' },
  expectation: { en: 'Expectation', ko: '기대' },
  expected: { en: 'Expected', ko: '기준' },
  measured: { en: 'Measured', ko: '측정' },
  orders: { en: 'orders', ko: '건' },
  offered: { en: 'offered', ko: '주문 시도' },
  accepted: { en: 'accepted', ko: '접수' },
  rejected: { en: 'failed', ko: '실패' },
  completed: { en: 'completed', ko: '완료' },
  lost: { en: 'lost', ko: '유실' },
  doubled: { en: 'doubled', ko: '중복' },
  deadLettered: { en: 'dead-lettered', ko: '데드레터' },
  acceptLatency: { en: 'response time', ko: '주문 응답 시간' },
  completionLatency: { en: 'completion time', ko: '전체 처리 완료 시간' },
  peakLag: { en: 'longest queue', ko: '최대 큐 길이' },
  peakAge: { en: 'oldest message', ko: '가장 오래 기다린 메시지' },
  rejoin: { en: 'back to work after', ko: '복귀까지' },
  drain: { en: 'queue drained in', ko: '큐 소진까지' },
  total: { en: 'recovered after', ko: '복구 완료까지' },
  estimated: { en: 'estimated drain', ko: '소진 예상' },
  second: { en: 's', ko: '초' },
  messages: { en: 'messages', ko: '개' },
  chartAccepted: { en: 'Accepted orders per second', ko: '초당 접수된 주문' },
  chartFailed: { en: 'Failed orders per second', ko: '초당 실패한 주문' },
  chartLag: { en: 'Queue: messages waiting (lag)', ko: '큐: 대기 중인 메시지 (lag)' },
  chartAge: { en: 'Queue: age of the oldest message', ko: '큐: 가장 오래된 메시지의 나이' },
  chartAccept: { en: 'Response time, p99', ko: '주문 응답 시간, p99' },
  chartCompletion: { en: 'Completion time of an order, p99', ko: '주문 처리 완료 시간, p99' },
  chartBystanders: { en: 'Ordinary shoppers, p99', ko: '일반 고객 응답 시간, p99' },
  chartBystandersFailed: { en: 'Ordinary shoppers: failed requests per second', ko: '일반 고객: 초당 실패' },
  before: { en: 'Before', ko: '이전' },
  after: { en: 'After', ko: '이후' },
  allFigures: { en: 'All figures', ko: '전체 수치' },
  howMeasured: { en: 'How this was measured', ko: '측정 방법' },
  seed: { en: 'seed', ko: '시드' },
  rate: { en: 'orders per second', ko: '초당 주문' },
  theme: { en: 'Dark / light', ko: '어둡게 / 밝게' },
  lateLoad: {
    en: 'the load generator fell behind its schedule: more than one in a hundred requests was sent late. Latencies include its own delay.',
    ko: '부하 생성기가 일정을 지키지 못했습니다. 요청 100건 중 1건 이상이 늦게 출발했으므로 지연 시간에 생성기 자체의 지연이 포함됩니다.',
  },
  prolonged: {
    en: 'One run received more orders than the other, because its service took longer to come back and the schedule continued until it had.',
    ko: '한쪽 실행에 더 많은 주문이 들어갔습니다. 서비스가 돌아오는 데 더 오래 걸려, 돌아올 때까지 같은 일정을 계속했기 때문입니다.',
  },
} as const satisfies Record<string, Text>;

export type ReportWords = Readonly<Record<keyof typeof words, Text>>;

/** How the figures were measured, to answer the obvious questions. */
export const method: readonly Text[] = [
  {
    en: 'Both designs received the same orders at the same times: one seed, an open-loop schedule with Poisson arrivals, sent by a separate process. They do the same work in the same databases.',
    ko: '두 구조는 같은 주문을 같은 시각에 받았습니다. 하나의 시드와, 응답을 기다리지 않는 하나의 일정(개방형 모델, 푸아송 도착)을 별도 프로세스에서 보냈고, 같은 데이터베이스에서 같은 일을 합니다.',
  },
  {
    en: 'Latency is measured from the scheduled time of an order, not from when it was sent. An order is complete when the last of points, coupon and review invitation has been written.',
    ko: '지연 시간은 보낸 시각이 아니라 보내야 했던 시각부터 잽니다. 완료는 적립금, 쿠폰, 리뷰 초대 중 마지막이 기록된 시각입니다.',
  },
  {
    en: 'Lost and doubled orders are counted by an auditor that reads each service’s database with a read-only role and shares no code with the services: accepted = completed + dead-lettered + still queued; the rest is lost.',
    ko: '유실과 중복은 서비스 코드와 무관한 감사기가 읽기 전용 권한으로 각 서비스의 데이터베이스를 직접 읽어 셉니다. 접수 = 완료 + 데드레터 + 대기 중, 나머지는 유실입니다.',
  },
  {
    en: 'Recovery: from the restart of the service’s process to the first completed order (back to work), and from there until the backlog was no larger than at its peak in the calm phase (queue drained). The estimate is the lag watcher’s first one after the first progress.',
    ko: '복구: 서비스 프로세스를 다시 시작한 순간부터 첫 주문이 완료될 때까지(복귀), 그때부터 대기 중인 주문이 평온 구간의 최댓값 이하가 될 때까지(큐 소진)를 잽니다. 예상치는 첫 진행 이후 lag-watcher가 낸 첫 추정값입니다.',
  },
  {
    en: 'Lag and age are read from the brokers every second, so they are correct while the consumer is dead. “–” means: not applicable.',
    ko: 'lag과 나이는 매초 브로커에서 읽으므로 소비자가 죽어 있어도 정확합니다. “–”는 해당 없음입니다.',
  },
];
