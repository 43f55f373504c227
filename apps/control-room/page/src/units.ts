/** Formats a figure as Grafana does for the units our boards use, a little shorter: it is read from the last row. */
export function format(value: number, unit = 'short', decimals?: number): string {
  switch (unit) {
    case 's':
      return seconds(value, decimals);
    case 'percentunit':
      return `${round(value * 100, decimals ?? digits(value * 100))} %`;
    case 'bytes':
      return bytes(value, decimals);
    case 'none':
      return round(value, decimals ?? digits(value));
    case 'reqps':
    case 'ops':
      return `${short(value, decimals)}/s`;
    default:
      return short(value, decimals);
  }
}

function seconds(value: number, decimals?: number): string {
  const size = Math.abs(value);
  if (size === 0) return '0 s';
  if (decimals === undefined && size < 0.001) return `${round(value * 1e6, 0)} µs`;
  if (decimals === undefined && size < 1) return `${round(value * 1_000, digits(value * 1_000))} ms`;
  if (size < 90) return `${round(value, decimals ?? digits(value))} s`;
  return `${round(value / 60, 1)} min`;
}

function bytes(value: number, decimals?: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB'];
  const power = value > 0 ? Math.min(units.length - 1, Math.floor(Math.log2(value) / 10)) : 0;
  const scaled = value / 1024 ** power;
  return `${round(scaled, decimals ?? digits(scaled))} ${units[power]}`;
}

function short(value: number, decimals?: number): string {
  const size = Math.abs(value);
  if (size >= 1e6) return `${round(value / 1e6, 1)} M`;
  if (size >= 1e4) return `${round(value / 1e3, 1)} K`;
  return round(value, decimals ?? digits(value));
}

/** Three figures are enough for a wall. */
function digits(value: number): number {
  const size = Math.abs(value);
  if (size === 0 || size >= 100 || Number.isInteger(value)) return 0;
  return size >= 10 ? 1 : 2;
}

function round(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const trimmed = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return trimmed === '-0' ? '0' : trimmed;
}
