/** What Prometheus answers, and how this page holds it. Times are seconds since 1970. */
export type Labels = Readonly<Record<string, string>>;

export interface MatrixSeries {
  metric: Labels;
  values: [time: number, value: string][];
}

export interface VectorSeries {
  metric: Labels;
  value: [time: number, value: string];
}

export interface ExemplarSeries {
  seriesLabels: Labels;
  exemplars: { labels: Labels; value: string; timestamp: number }[];
}

/** One second after the other, the same for all series of a board. */
export interface TimeGrid {
  start: number;
  end: number;
  step: number;
}

export const timesOf = ({ start, end, step }: TimeGrid): number[] =>
  Array.from({ length: Math.floor((end - start) / step) + 1 }, (_, index) => start + index * step);

/** A figure, or null where there is none: NaN and infinities cannot be drawn. */
export function figureOf(text: string): number | null {
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/** The values of a series on the grid of the board, with null in the gaps. */
export function onGrid(series: MatrixSeries, grid: TimeGrid): (number | null)[] {
  const values = timesOf(grid).map((): number | null => null);
  for (const [time, text] of series.values) {
    const index = Math.round((time - grid.start) / grid.step);
    if (index >= 0 && index < values.length) values[index] = figureOf(text);
  }
  return values;
}

/** `{{topic}} end` with the labels of a series; a series without a template is called by its labels. */
export function nameOf(legendFormat: string, labels: Labels): string {
  if (legendFormat === '') {
    return Object.entries(labels)
      .map(([label, value]) => `${label}=${value}`)
      .join(' ');
  }
  return legendFormat.replaceAll(/\{\{\s*([\w]+)\s*\}\}/g, (_, label: string) => labels[label] ?? '').trim();
}

/** A stretch of time during which a series had a value. */
export interface Window {
  labels: Labels;
  from: number;
  to: number;
}

/** Turns the points at which a query had a result into windows: two points that are neighbours belong together. */
export function windowsOf(series: readonly MatrixSeries[], step: number): Window[] {
  return series.flatMap(({ metric, values }) => {
    const windows: Window[] = [];
    for (const [time] of values) {
      const last = windows.at(-1);
      if (last && time - last.to <= step * 1.5) last.to = time;
      else windows.push({ labels: metric, from: time, to: time });
    }
    return windows;
  });
}
