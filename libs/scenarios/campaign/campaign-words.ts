import type { Text } from '../engine/design.js';
import { words } from '../report/words.js';
import type { Failure } from './checker/judge.js';

/** The checker's findings, as the report calls them. */
export const failureWords: Readonly<Record<Failure, Text>> = {
  lost: { en: 'lost', ko: '유실' },
  unseen: { en: 'never handled', ko: '미처리' },
  doubled: { en: 'doubled', ko: '중복' },
  contradicted: { en: 'told otherwise', ko: '응답과 불일치' },
  outOfOrder: { en: 'out of order', ko: '순서 어긋남' },
  withoutCause: { en: 'without a cause', ko: '원인 없는 이벤트' },
};

/** Words that all reports share. */
const { passed, failed, inconclusive, accepted, completed, second, seed, rate, theme, howMeasured } = words;

export const campaignWords = {
  ...{ passed, failed, inconclusive, accepted, completed, second, seed, rate, theme, howMeasured },
  title: { en: 'Fault campaign', ko: '무작위 장애 캠페인' },
  story: {
    en: 'Random faults are injected and cleared under load. Then everything is repaired, and a checker accounts for every order.',
    ko: '주문이 들어오는 동안 장애를 무작위로 주입하고 복구합니다. 끝나면 검증기가 모든 주문의 결과를 확인합니다.',
  },
  nothingWrong: {
    en: 'nothing lost, duplicated or out of order',
    ko: '유실, 중복, 순서 어긋남 없음',
  },
  faults: { en: 'Faults', ko: '주입한 장애' },
  fault: { en: 'fault', ko: '장애' },
  part: { en: 'part', ko: '대상' },
  begins: { en: 'from', ko: '시작' },
  ends: { en: 'to', ko: '종료' },
  seen: { en: 'evidence that it took effect', ko: '장애 발생 증거' },
  notSeen: { en: 'no evidence: not counted', ko: '증거가 없어 집계하지 않음' },
  acceptedMeanwhile: { en: 'accepted meanwhile', ko: '그동안 접수된 주문' },
  chartFaults: { en: 'Faults', ko: '주입한 장애' },
  chartAnswers: { en: 'Orders per second', ko: '초당 주문' },
  chartLatency: { en: 'Response time, p99', ko: '주문 응답 시간, p99' },
  chartLag: { en: 'Consumer lag, messages', ko: '컨슈머 랙(lag), 메시지 수' },
  notAccepted: { en: 'not accepted', ko: '미접수' },
  findings: { en: 'Problems found', ko: '발견된 문제' },
  kind: { en: 'kind', ko: '종류' },
  order: { en: 'order', ko: '주문' },
  what: { en: 'what', ko: '내용' },
} as const satisfies Record<string, Text>;

export const countWords = {
  tookEffect: { en: 'faults took effect', ko: '발생한 장애' },
  accepted: { en: 'orders accepted', ko: '접수된 주문' },
  unknown: { en: 'outcome unknown', ko: '결과를 모르는 요청' },
  completed,
  deadLettered: { en: 'dead letters', ko: '데드 레터' },
} as const satisfies Record<string, Text>;

export const campaignMethod: readonly Text[] = [
  {
    en: 'Clients send each order with an idempotency key, wait 5 s for the response and try up to three times. The last response counts.',
    ko: '클라이언트는 멱등 키와 함께 주문하고 5초까지 응답을 기다리며 최대 세 번 요청합니다. 마지막으로 받은 응답을 기준으로 합니다.',
  },
  {
    en: 'The checker shares no code with the services or the ledger: it reads the topics from the beginning and the databases, and compares both with what clients were told.',
    ko: '검증기는 서비스, 주문 장부와 코드를 공유하지 않습니다. 토픽을 처음부터 읽고 데이터베이스를 조회하여 클라이언트가 받은 응답과 비교합니다.',
  },
  {
    en: 'An order whose outcome is unknown to its client may or may not be stored; if it is, it must be completed exactly once.',
    ko: '결과를 모르는 요청은 저장되었을 수도, 아닐 수도 있습니다. 저장되었다면 다른 주문과 똑같이 한 번만 처리되어야 합니다.',
  },
  {
    en: 'A record that is published again is allowed (at-least-once delivery); an effect that happens again is not.',
    ko: '같은 메시지가 다시 발행되는 것은 허용됩니다(at-least-once). 처리 결과가 두 번 생기는 것은 허용되지 않습니다.',
  },
];
