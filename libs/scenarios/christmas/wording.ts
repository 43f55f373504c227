import type { RunFigures } from '../engine/figures.js';
import type { DirectVariant, ScenarioWording } from '../engine/scenario.js';
import type { Text } from '../engine/design.js';
import { count, milliseconds } from '../report/rows.js';
import type { Burst } from './burst.js';
import type { BurstFigures } from './burst-figures.js';

/** What the report says in the words of a give-away. @param burst how large the rush is, once that is known */
export function wording(burst?: Burst, variant: DirectVariant = 'one-transaction'): ScenarioWording {
  return { words, rows, method: burst ? [sizeOf(burst), holding[variant], ...method] : method };
}

const words: ScenarioWording['words'] = {
  orders: { en: 'presses', ko: '건' },
  offered: { en: 'presses', ko: '요청' },
  accepted: { en: 'answered', ko: '응답' },
  rejected: { en: 'gave up', ko: '포기' },
  completed: { en: 'decided', ko: '결정 완료' },
  acceptLatency: { en: 'response time', ko: '회원 응답 시간' },
  completionLatency: { en: 'result known', ko: '결과 확정 시간' },
  rate: { en: 'requests per second', ko: '초당 요청' },
  chartAccepted: { en: 'Answered requests per second', ko: '초당 응답된 요청' },
  chartFailed: { en: 'Members giving up per second', ko: '초당 포기한 회원' },
  chartAccept: { en: 'Response time, p99', ko: '회원 응답 시간, p99' },
  chartCompletion: { en: 'Result known, p99', ko: '결과 확정 시간, p99' },
};

const row = (label: Text, cell: (burst: BurstFigures) => string) => ({
  label,
  cell: ({ burst }: RunFigures) => (burst ? cell(burst) : '–'),
});

const shoppers = ({ p50Ms, p99Ms, failed, requests }: BurstFigures['shoppers']['calm']): string =>
  `${milliseconds(p50Ms)} / ${milliseconds(p99Ms)}, ${count(failed)} of ${count(requests)} failed`;

const rows: ScenarioWording['rows'] = [
  row({ en: 'members', ko: '회원' }, ({ members }) => count(members)),
  row({ en: 'vouchers', ko: '기프티콘' }, ({ vouchers }) => count(vouchers)),
  row({ en: 'issued', ko: '발급' }, ({ issued }) => count(issued)),
  row({ en: 'oversold', ko: '초과 발급' }, ({ oversold }) => count(oversold)),
  row({ en: 'second vouchers', ko: '중복 발급' }, ({ secondVouchers }) => count(secondVouchers)),
  row({ en: 'issued to members who had given up', ko: '이미 포기한 회원에게 발급' }, ({ issuedToGivenUp }) =>
    count(issuedToGivenUp),
  ),
  row({ en: 'results available', ko: '결과 확인 가능' }, ({ told }) => count(told)),
  row({ en: 'shoppers in the calm phase, p50 / p99', ko: '평온 구간의 일반 고객, p50 / p99' }, (burst) =>
    shoppers(burst.shoppers.calm),
  ),
  row({ en: 'shoppers in the rush, p50 / p99', ko: '쏠림 구간의 일반 고객, p50 / p99' }, (burst) =>
    shoppers(burst.shoppers.rush),
  ),
];

function sizeOf({
  capacityPerSecond,
  ratePerSecond,
  seconds,
  vouchers,
  shoppersPerSecond,
  providerLatencyMs,
  vouchersPerSecond,
}: Burst): Text {
  const limit =
    vouchersPerSecond > 0
      ? {
          en: ` The issuing server was limited to ${vouchersPerSecond} vouchers a second.`,
          ko: ` 발급 서버는 초당 ${vouchersPerSecond}장까지만 발급하도록 설정했습니다.`,
        }
      : { en: '', ko: '' };
  return {
    en: `Codes come from a provider that takes ${providerLatencyMs} ms per code and serves ten concurrent calls per server, in both designs: at most ${capacityPerSecond} vouchers a second, however fast this machine is. ${ratePerSecond} requests a second arrived for ${seconds} s, for ${vouchers} vouchers, alongside ${shoppersPerSecond} ordinary requests a second.${limit.en}`,
    ko: `코드는 두 구조 모두 기프티콘 공급사에서 받습니다. 공급사는 한 건에 ${providerLatencyMs}ms가 걸리고 서버 하나당 동시에 열 건까지 응답하므로, 컴퓨터가 아무리 빨라도 초당 ${capacityPerSecond}장이 한계입니다. 기프티콘 ${vouchers}개를 두고 초당 ${ratePerSecond}건의 요청이 ${seconds}초 동안 몰렸고, 일반 고객 요청은 초당 ${shoppersPerSecond}건이었습니다.${limit.ko}`,
  };
}

/** What the direct design holds while the provider takes its time. */
const holding: Readonly<Record<DirectVariant, Text>> = {
  'one-transaction': {
    en: 'In the direct design each request is one transaction, the default of many frameworks: while it waits for the provider it holds one of the ten connections that ordinary shoppers need too.',
    ko: '직접 발급에서는 많은 프레임워크가 그렇듯 요청 하나가 트랜잭션 하나입니다. 공급사의 응답을 기다리는 동안 일반 고객도 써야 하는 커넥션 열 개 중 하나를 붙잡고 있습니다.',
  },
  'one-statement': {
    en: 'The direct design calls the provider first and then issues with one statement: it holds no connection while it waits, so the members wait, but not the shoppers.',
    ko: '직접 발급은 공급사에 먼저 물어본 뒤 SQL문 하나로 발급합니다. 기다리는 동안 커넥션을 붙잡지 않으므로 기다리는 것은 회원이고, 일반 고객은 기다리지 않습니다.',
  },
  'row-lock': {
    en: 'The direct design locks the row of the stock, calls the provider, and commits: all other requests wait for that row, one after the other.',
    ko: '직접 발급은 재고 행을 잠그고 공급사에 물어본 뒤 커밋합니다. 다른 모든 요청이 그 행을 한 건씩 기다립니다.',
  },
};

const method: readonly Text[] = [
  {
    en: 'Both designs received the same requests at the same times: one seed, one open-loop schedule, sent by separate processes. A member waits one second for a response and retries up to twice, with the same key; every fiftieth request is a second one from another window, with its own key. Then the member has given up. Nobody hangs up: the connection goes to whoever is next, as behind a proxy, because opening connections would cost this machine more than what is measured.',
    ko: '두 구조는 같은 시드와 같은 일정으로 같은 요청을 받았습니다. 회원은 1초 동안 기다렸다가 최대 두 번 더 같은 키로 누르고, 50번째마다 같은 회원이 다른 창에서 다른 키로 한 번 더 누릅니다. 그래도 응답이 없으면 포기합니다. 연결은 끊지 않고 프록시 뒤에서처럼 다음 회원이 이어 씁니다. 연결을 새로 여는 비용이 측정 대상보다 커지기 때문입니다.',
  },
  {
    en: 'Both are behind the same thin listener in the same shop process, with the same database server and pool size. Issuing does the same work in both: a code from the provider, a stock row, a voucher row, one per member.',
    ko: '두 구조 모두 같은 쇼핑몰 프로세스의 같은 경량 리스너 뒤에 있고, 데이터베이스 서버와 풀 크기도 같습니다. 발급 비용도 같습니다: 공급사의 코드, 재고 행, 기프티콘 행, 회원당 하나.',
  },
  {
    en: 'A response is a voucher or "sold out" in the direct design, and "request received" in the queue design, where the result comes later: so the report shows both response times and result times.',
    ko: '직접 발급의 응답은 기프티콘 또는 매진이고, 큐 구조의 응답은 접수이며 결과는 나중에 옵니다. 그래서 응답 시간과 결과 확정 시간을 나란히 적었습니다.',
  },
  {
    en: 'Vouchers, stock and results are counted by an auditor that reads the databases with a read-only role and shares no code with the services. Load generators, brokers, databases and services share this machine. “–” means: not applicable.',
    ko: '기프티콘, 재고, 결과는 서비스 코드와 무관한 감사기가 읽기 전용 권한으로 데이터베이스를 읽어 셉니다. 부하 생성기, 브로커, 데이터베이스, 서비스가 한 컴퓨터를 나눠 씁니다. “–”는 해당 없음입니다.',
  },
];
