/** One load, and its results. */
export interface GrowthRow {
  factor: number;
  acceptedPerSecond: number;
  p99Ms: number;
  shopPeakMb: number;
  issuedPerSecond: number;
  issuingPeakMb: number;
}

const panel = { width: 300, height: 180, left: 56, top: 40, gap: 30 };

/**
 * Small bar charts side by side, one per figure, each starting at zero: a bar four times as high is four times as much.
 */
export function growthChart(rows: readonly GrowthRow[], basePressesPerSecond: number): string {
  const figures: { title: string; of: (row: GrowthRow) => number }[] = [
    { title: 'accepted, presses/s', of: (row) => row.acceptedPerSecond },
    { title: 'p99 of accepting, ms', of: (row) => row.p99Ms },
    { title: 'issued from the backlog, vouchers/s', of: (row) => row.issuedPerSecond },
    { title: 'most memory, shop, MB', of: (row) => row.shopPeakMb },
    { title: 'most memory, issuing server, MB', of: (row) => row.issuingPeakMb },
  ];
  const labels = rows.map(({ factor }) => `${factor}x`);
  const width = figures.length * (panel.width + panel.gap);
  const height = panel.top + panel.height + 60;
  const panels = figures.map(({ title, of }, at) => bars(title, labels, rows.map(of), at * (panel.width + panel.gap)));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="16">
<rect width="100%" height="100%" fill="#ffffff"/>
${panels.join('\n')}
<text x="${panel.left}" y="${height - 10}" fill="#555555">1x = ${basePressesPerSecond} presses a second; the same number for 5 s as a backlog</text>
</svg>
`;
}

function bars(title: string, labels: readonly string[], values: readonly number[], x: number): string {
  const most = Math.max(...values, 1);
  const step = (panel.width - panel.left) / values.length;
  const drawn = values.map((value, at) => {
    const height = (value / most) * panel.height;
    const left = x + panel.left + at * step;
    const top = panel.top + panel.height - height;
    const middle = left + step * 0.4;
    const shown = value >= 100 ? value.toFixed(0) : value.toFixed(1);
    return `<rect x="${left}" y="${top}" width="${step * 0.8}" height="${height}" fill="#2f6fde"/>
<text x="${middle}" y="${top - 6}" text-anchor="middle">${shown}</text>
<text x="${middle}" y="${panel.top + panel.height + 20}" text-anchor="middle">${labels[at]}</text>`;
  });
  return `<text x="${x + panel.left}" y="16" font-weight="bold">${title}</text>\n${drawn.join('\n')}`;
}
