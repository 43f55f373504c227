/** What the page itself says; what the boards say is in the boards. */
export const languages = ['en', 'ko'] as const;
export type Language = (typeof languages)[number];

export const words = {
  en: {
    otherLanguage: '한국어',
    fullScreen: 'Full screen',
    fullScreenHint: 'Full screen (f). Number keys switch boards.',
    light: 'Light',
    dark: 'Dark',
    loading: 'Querying Prometheus …',
    noData: 'No data',
    roomAway: 'The control room does not respond. Retrying every second.',
    prometheusAway: 'Prometheus does not respond. Retrying every second.',
    lastSeen: (seconds: number) => `This data is ${seconds} s old.`,
    refused: 'Prometheus rejected this query',
    openTrace: 'Open the trace in Zipkin',
  },
  ko: {
    otherLanguage: 'English',
    fullScreen: '전체 화면',
    fullScreenHint: '전체 화면 (f). 숫자 키로 보드를 바꿉니다.',
    light: '밝게',
    dark: '어둡게',
    loading: 'Prometheus에 묻는 중 …',
    noData: '데이터 없음',
    roomAway: '컨트롤 룸이 응답하지 않습니다. 1초마다 다시 시도합니다.',
    prometheusAway: 'Prometheus가 응답하지 않습니다. 1초마다 다시 시도합니다.',
    lastSeen: (seconds: number) => `지금 보이는 것은 ${seconds}초 전 모습입니다.`,
    refused: 'Prometheus가 이 질의를 거절했습니다',
    openTrace: 'Zipkin에서 트레이스 열기',
  },
} as const satisfies Record<Language, unknown>;

export type Words = (typeof words)[Language];
