/* global document, getComputedStyle, uPlot, report, words, t, el, color, runColor, whole, charts */
/* exported drawn, chart */
/** What is drawn, in which unit; `scale: 'log'` where calm and outage differ by a thousand. */
const drawn = [
  { field: 'accepted', title: words.chartAccepted, unit: whole },
  { field: 'failed', title: words.chartFailed, unit: whole },
  { field: 'lag', title: words.chartLag, unit: whole },
  { field: 'ageSeconds', title: words.chartAge, unit: (value) => `${whole(value)} s` },
  { field: 'acceptP99Ms', title: words.chartAccept, unit: duration, log: true },
  { field: 'completionP99Ms', title: words.chartCompletion, unit: duration, log: true },
  { field: 'bystandersP99Ms', title: words.chartBystanders, unit: duration, log: true },
  { field: 'bystandersFailed', title: words.chartBystandersFailed, unit: whole },
].filter(({ field }) => report.runs.some(({ series }) => series[field].some((value) => value !== null)));

function duration(ms) {
  return ms >= 1000 ? `${whole(ms / 1000)} s` : `${whole(ms)} ms`;
}

const shadeFault = {
  hooks: {
    drawClear: [
      (plot) => {
        const { ctx, bbox } = plot;
        const fault = report.runs.map(({ series }) => series.fault).find((one) => one);
        if (!fault) return;
        const from = plot.valToPos(fault.from, 'x', true);
        const to = plot.valToPos(fault.to, 'x', true);
        ctx.save();
        ctx.fillStyle = color('--fault');
        ctx.fillRect(from, bbox.top, to - from, bbox.height);
        ctx.strokeStyle = color('--bad');
        ctx.lineWidth = 2;
        for (const x of [from, to]) {
          ctx.beginPath();
          ctx.moveTo(x, bbox.top);
          ctx.lineTo(x, bbox.top + bbox.height);
          ctx.stroke();
        }
        ctx.restore();
      },
    ],
  },
};

function chart({ field, title, unit, log }) {
  const box = el('div');
  const section = el('section', { class: 'chart' }, el('h3', {}, t(title)), box);
  const lines = report.runs.map(({ series, title: name }, index) => ({
    values: series[field],
    label: t(name),
    stroke: runColor(index),
  }));
  const shown = lines.filter(({ values }) => values.some((value) => value !== null));
  const length = Math.max(...report.runs.map(({ series }) => series.accepted.length));
  const at = Array.from({ length }, (_, second) => second);
  const font = `15px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: color('--quiet'), font, grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
  const make = () => {
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height: 250,
        cursor: { sync: { key: 'seconds' }, points: { size: 8 } },
        legend: { show: false },
        scales: {
          x: { time: false, range: [0, length - 1] },
          y: log
            ? { distr: 3, range: (_plot, low, high) => [powerOfTenBelow(low), Math.max(100, high * 1.3)] }
            : { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] },
        },
        axes: [
          { ...axis, values: (_plot, ticks) => ticks.map((tick) => `${tick} ${t(words.second)}`), space: 70 },
          {
            ...axis,
            size: 74,
            values: (_plot, ticks) => ticks.map((tick) => (tick === null ? '' : unit(tick))),
            ...(log ? { filter: (_plot, splits) => splits.map((v) => (isPowerOfTen(v) ? v : null)) } : {}),
          },
        ],
        series: [
          {},
          ...shown.map(({ label, stroke }) => ({
            label,
            stroke,
            width: 3,
            points: { size: 6, fill: stroke, filter: alone },
          })),
        ],
        plugins: [shadeFault],
      },
      [at, ...shown.map(({ values }) => at.map((second) => bridged(values, second)))],
      box,
    );
    charts.push({ plot, box });
  };
  return { section, make };
}

/**
 * A line goes on over a single second without a value; over more than that it breaks, because nothing was measured there.
 * uPlot goes on over undefined and breaks at null.
 */
function bridged(values, second) {
  const value = values[second] ?? null;
  const isBetween = (values[second - 1] ?? null) !== null && (values[second + 1] ?? null) !== null;
  return value === null && isBetween ? undefined : value;
}

/** Seconds that no line reaches, neither from before nor from after: a dot is all that shows them. */
function alone(plot, series) {
  const values = plot.data[series];
  const isGap = (second) => !(second in values) || values[second] === null;
  return values.flatMap((value, second) =>
    typeof value === 'number' && isGap(second - 1) && isGap(second + 1) ? [second] : [],
  );
}

const isPowerOfTen = (value) => Math.abs(Math.log10(value) - Math.round(Math.log10(value))) < 1e-9;

// The ticks of a logarithmic axis are counted from its lower end, which must be a round number.
const powerOfTenBelow = (value) => 10 ** Math.floor(Math.log10(Math.max(1, value)));
