import type { RunFigures } from '../engine/figures.js';
import type { Text } from '../engine/design.js';
import { words as usualWords, type ReportWords } from './words.js';

/** A row of the table of all figures: one formatted cell per run; `–` for what does not apply. */
export interface FigureRow {
  label: Text;
  cells: string[];
}

/** The figures of report.json, formatted for readers. */
export function figureRows(runs: readonly RunFigures[], words: ReportWords = usualWords): FigureRow[] {
  const row = (label: Text, cell: (run: RunFigures) => string): FigureRow => ({ label, cells: runs.map(cell) });
  return [
    row(words.offered, (run) => count(run.offered)),
    row(words.accepted, (run) => count(run.accepted)),
    row(words.rejected, (run) => count(run.rejected)),
    row(words.completed, (run) => count(run.completed)),
    row(words.lost, (run) => count(run.lost)),
    row(words.doubled, (run) => count(run.doubled)),
    row(words.deadLettered, (run) => count(run.deadLettered)),
    row(with2(words.acceptLatency, 'p50 / p99 / max'), ({ accept }) => latency(accept)),
    row(with2(words.completionLatency, 'p50 / p99 / max'), ({ completion }) => latency(completion)),
    row(words.peakLag, ({ lag }) => count(lag.peakMessages)),
    row(words.peakAge, ({ lag }) => seconds(lag.peakAgeSeconds)),
    row(words.rejoin, ({ recovery }) => seconds(recovery.rejoinSeconds)),
    row(words.drain, ({ recovery }) => seconds(recovery.drainSeconds)),
    row(words.estimated, ({ recovery }) => seconds(recovery.estimatedSeconds)),
    row(words.total, ({ recovery }) => seconds(recovery.totalSeconds)),
  ];
}

const with2 = (text: Text, more: string): Text => ({ en: `${text.en}, ${more}`, ko: `${text.ko}, ${more}` });

export const count = (value: number | null): string => (value === null ? '–' : value.toLocaleString('en-US'));

export const seconds = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} s`);

export const milliseconds = (value: number | null): string => {
  if (value === null) return '–';
  return value >= 1_000 ? `${(value / 1_000).toFixed(1)} s` : `${value >= 10 ? Math.round(value) : value} ms`;
};

const latency = ({ p50Ms, p99Ms, maxMs }: RunFigures['accept']): string =>
  p50Ms === null ? '–' : [p50Ms, p99Ms, maxMs].map(milliseconds).join(' / ');
