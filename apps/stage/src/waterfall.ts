/** A span from Zipkin's API; times in microseconds. */
export interface ZipkinSpan {
  id: string;
  parentId?: string;
  name?: string;
  kind?: 'CLIENT' | 'SERVER' | 'PRODUCER' | 'CONSUMER';
  timestamp?: number;
  duration?: number;
  localEndpoint?: { serviceName?: string };
  tags?: Record<string, string>;
}

/** One line of the waterfall. Milliseconds since the trace began. */
export interface WaterfallRow {
  service: string;
  span: string;
  depth: number;
  startMs: number;
  durationMs: number;
  /** How long the message had waited when its handling started; null for other spans. */
  queueWaitMs: number | null;
  failed: boolean;
}

/** Arranges the spans of one trace under their parents, in order of their start. */
export function waterfall(spans: readonly ZipkinSpan[]): WaterfallRow[] {
  const timed = spans.filter(({ timestamp }) => timestamp !== undefined);
  const byId = new Map(timed.map((span) => [span.id, span]));
  const children = new Map<string, ZipkinSpan[]>();
  for (const span of timed) {
    // The children of a parent that was never reported (its process was killed first) become roots.
    const parent = span.parentId !== undefined && byId.has(span.parentId) ? span.parentId : '';
    children.set(parent, [...(children.get(parent) ?? []), span]);
  }
  const beganAt = timed.reduce((first, span) => Math.min(first, startOf(span)), Infinity);
  const rows: WaterfallRow[] = [];
  const walk = (parent: string, depth: number) => {
    for (const span of (children.get(parent) ?? []).sort((a, b) => startOf(a) - startOf(b))) {
      rows.push({
        service: span.localEndpoint?.serviceName ?? '?',
        span: span.name ?? '?',
        depth,
        startMs: (startOf(span) - beganAt) / 1_000,
        durationMs: (span.duration ?? 0) / 1_000,
        queueWaitMs: queueWait(span, byId),
        failed: span.tags?.['error'] !== undefined,
      });
      walk(span.id, depth + 1);
    }
  };
  walk('', 0);
  return rows;
}

const startOf = (span: ZipkinSpan): number => span.timestamp ?? 0;

/**
 * The wait recorded by the consumer, from the event itself to its handling. Otherwise counted from the end of the send.
 */
function queueWait(span: ZipkinSpan, byId: ReadonlyMap<string, ZipkinSpan>): number | null {
  if (span.kind !== 'CONSUMER') return null;
  const noted = Number(span.tags?.['eventstage.queue.wait_ms'] ?? NaN);
  if (!Number.isNaN(noted)) return noted;
  const sent = span.parentId === undefined ? undefined : byId.get(span.parentId);
  if (sent?.kind !== 'PRODUCER') return null;
  return Math.max(0, (startOf(span) - startOf(sent) - (sent.duration ?? 0)) / 1_000);
}

const barWidth = 32;

/**
 * The waterfall as lines for a terminal: the bar shows the position within the trace, `·` how long the message waited.
 */
export function waterfallRows(rows: readonly WaterfallRow[]): string[][] {
  const totalMs = rows.reduce((end, row) => Math.max(end, row.startMs + row.durationMs), 0) || 1;
  const column = (ms: number) => Math.min(barWidth - 1, Math.floor((ms / totalMs) * barWidth));
  return [
    ['service', 'span', 'start', 'duration', 'queue wait', ''],
    ...rows.map((row) => {
      const from = column(row.startMs);
      const length = Math.max(1, column(row.startMs + row.durationMs) - from + 1);
      const waited = row.queueWaitMs === null ? from : column(Math.max(0, row.startMs - row.queueWaitMs));
      const bar = `${' '.repeat(waited)}${'·'.repeat(from - waited)}${'█'.repeat(length)}`;
      return [
        row.service,
        `${'  '.repeat(row.depth)}${row.span}${row.failed ? ' ✗' : ''}`,
        `+${shown(row.startMs)}`,
        shown(row.durationMs),
        row.queueWaitMs === null ? '-' : shown(row.queueWaitMs),
        bar,
      ];
    }),
  ];
}

const shown = (ms: number): string => (ms >= 1_000 ? `${(ms / 1_000).toFixed(2)} s` : `${ms.toFixed(1)} ms`);
