/* global document, window, getComputedStyle, uPlot, report, words, method, state, charts, t, color, whole, el, HTMLElement, marks, tones, head, followWidth */
// Draws the report of a campaign: faults, answers, latency and queues over one axis of time. Nothing is asked from outside.
const { campaign, series, findings, counts } = report;
/** Of lines that have no meaning of their own. */
const lineColors = ['--run-0', '--run-1', '--good', '--bad', '--open', '--quiet'];
const at = Array.from({ length: series.seconds }, (_, second) => second);
const axisWidth = 130;

function verdict() {
  const { outcome, reasons } = report;
  const why = reasons.length > 0 ? reasons.map(t).join(' · ') : t(words.nothingWrong);
  return el(
    'section',
    { class: `verdict ${tones[outcome]}` },
    el('strong', {}, `${marks[outcome]} ${t(words[outcome])}`),
    el('span', {}, why),
  );
}

function figures() {
  const figure = ({ label, value, mustBeZero }) =>
    el(
      'div',
      { class: `figure ${mustBeZero ? (value > 0 ? 'bad' : 'good') : ''}` },
      el('b', {}, whole(value)),
      el('span', {}, t(label)),
    );
  const row = (chosen) => el('div', { class: 'figures' }, ...chosen.map(figure));
  return el(
    'section',
    { class: 'run counts' },
    row(counts.filter(({ mustBeZero }) => !mustBeZero)),
    row(counts.filter(({ mustBeZero }) => mustBeZero)),
  );
}

function table(heads, lines) {
  const cells = (tag, line) =>
    line.map((cell) =>
      cell instanceof HTMLElement
        ? cell
        : el(tag, typeof cell === 'number' ? { class: 'number' } : {}, typeof cell === 'number' ? whole(cell) : cell),
    );
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      {},
      el('thead', {}, el('tr', {}, ...cells('th', heads))),
      el('tbody', {}, ...lines.map((line) => el('tr', {}, ...cells('td', line)))),
    ),
  );
}

const faultTable = () =>
  table(
    [t(words.begins), t(words.ends), t(words.fault), t(words.part), t(words.seen), t(words.acceptedMeanwhile)],
    report.faults.map(({ atSeconds, untilSeconds, fault, part, seen, accepted }) => [
      `${atSeconds} ${t(words.second)}`,
      untilSeconds === null ? '–' : `${untilSeconds} ${t(words.second)}`,
      fault,
      part,
      seen ?? el('td', { class: 'open' }, t(words.notSeen)),
      accepted,
    ]),
  );

/** One row for each part that was broken, one bar for each fault. */
const parts = [...new Set(report.faults.map(({ part }) => part))].sort();
const drawFaults = (plot) => {
  const { ctx, bbox } = plot;
  const height = bbox.height / Math.max(1, parts.length);
  const ratio = window.devicePixelRatio || 1;
  ctx.save();
  ctx.font = `${15 * ratio}px ${getComputedStyle(document.body).fontFamily}`;
  ctx.textBaseline = 'middle';
  for (const [row, part] of parts.entries()) {
    const top = bbox.top + row * height;
    ctx.fillStyle = color('--quiet');
    ctx.textAlign = 'right';
    ctx.fillText(part, bbox.left - 10 * ratio, top + height / 2);
    for (const fault of report.faults.filter((one) => one.part === part)) {
      const from = plot.valToPos(fault.atSeconds, 'x', true);
      const to = plot.valToPos(Math.max(fault.untilSeconds ?? 0, fault.atSeconds + 0.3), 'x', true);
      ctx.fillStyle = color(fault.seen === null ? '--quiet' : '--bad');
      ctx.fillRect(from, top + height * 0.18, Math.max(3 * ratio, to - from), height * 0.64);
      if (height < 18 * ratio || ctx.measureText(fault.fault).width > to - from - 6 * ratio) continue;
      ctx.fillStyle = color('--paper');
      ctx.textAlign = 'left';
      ctx.fillText(fault.fault, from + 4 * ratio, top + height / 2);
    }
  }
  ctx.restore();
};

/** The same times are shaded in every other chart. */
const shadeFaults = (plot) => {
  const { ctx, bbox } = plot;
  ctx.save();
  ctx.fillStyle = color('--fault');
  for (const { atSeconds, untilSeconds } of report.faults) {
    const from = plot.valToPos(atSeconds, 'x', true);
    const to = plot.valToPos(untilSeconds ?? atSeconds, 'x', true);
    ctx.fillRect(from, bbox.top, Math.max(1, to - from), bbox.height);
  }
  ctx.restore();
};

function chart({ title, lines, height, unit, log, draw }) {
  const box = el('div');
  const shown = lines.map((line, index) => ({
    ...line,
    stroke: color(line.color ?? lineColors[index % lineColors.length]),
  }));
  const legend = el(
    'p',
    { class: 'legend' },
    ...shown.map(({ label, stroke }) => el('span', {}, el('i', { style: `background: ${stroke}` }), label)),
  );
  const font = `15px ${getComputedStyle(document.body).fontFamily}`;
  const axis = { stroke: color('--quiet'), font, grid: { stroke: color('--line'), width: 1 }, ticks: { show: false } };
  const make = () => {
    const plot = new uPlot(
      {
        width: box.clientWidth,
        height,
        cursor: { sync: { key: 'seconds' }, points: { size: 8 } },
        legend: { show: false },
        scales: {
          x: { time: false, range: [0, Math.max(1, series.seconds - 1)] },
          y: draw
            ? { range: [0, 1] }
            : log
              ? { distr: 3, range: (_plot, _low, high) => [1, Math.max(100, high * 1.3)] }
              : { range: (_plot, _low, high) => [0, Math.max(1, high * 1.1)] },
        },
        axes: [
          { ...axis, values: (_plot, ticks) => ticks.map((tick) => `${tick} ${t(words.second)}`), space: 70 },
          {
            ...axis,
            size: axisWidth,
            values: (_plot, ticks) => ticks.map((tick) => (draw || tick === null ? '' : unit(tick))),
            ...(draw ? { grid: { show: false } } : {}),
            ...(log
              ? {
                  filter: (_plot, splits) =>
                    splits.map((value) => (Number.isInteger(Math.log10(value)) ? value : null)),
                }
              : {}),
          },
        ],
        series: [{}, ...shown.map(({ label, stroke }) => ({ label, stroke, width: 2, points: { show: false } }))],
        plugins: [{ hooks: draw ? { draw: [draw] } : { drawClear: [shadeFaults] } }],
      },
      [at, ...shown.map(({ values }) => values)],
      box,
    );
    charts.push({ plot, box });
  };
  return { section: el('section', { class: 'chart wide' }, el('h3', {}, t(title)), legend, box), make };
}

const drawn = () => [
  { title: words.chartFaults, lines: [], height: 60 + 26 * parts.length, unit: whole, draw: drawFaults },
  {
    ...{ title: words.chartAnswers, height: 240, unit: whole },
    lines: [
      { label: t(words.accepted), values: series.accepted, color: '--run-1' },
      { label: t(words.completed), values: series.completed, color: '--good' },
      { label: t(words.notAccepted), values: series.notAccepted, color: '--bad' },
    ],
  },
  {
    ...{
      title: words.chartLatency,
      height: 240,
      unit: (ms) => (ms >= 1000 ? `${whole(ms / 1000)} s` : `${whole(ms)} ms`),
      log: true,
    },
    lines: [{ label: 'p99', values: series.acceptP99Ms }],
  },
  {
    ...{ title: words.chartLag, height: 240, unit: whole },
    lines: Object.entries(series.lag).map(([label, values]) => ({ label, values })),
  },
];

function foot() {
  const { seed, seconds, ratePerSecond, startedAt, machine } = campaign;
  return el(
    'footer',
    {},
    el('ul', {}, ...method.map((text) => el('li', {}, t(text)))),
    el(
      'p',
      { class: 'meta' },
      `${t(words.seed)} ${seed} · ${seconds} ${t(words.second)} · ${ratePerSecond} ${t(words.rate)} · ${startedAt} · ${machine}`,
    ),
  );
}

function draw() {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  document.title = `${t(words.title)} ${campaign.seed} · Eventstage`;
  for (const { plot } of charts) plot.destroy();
  charts.length = 0;
  const made = drawn().map(chart);
  const wrong = findings.map(({ kind, order, what }) => [t(kind), order, what]);
  document
    .getElementById('page')
    .replaceChildren(
      el(
        'main',
        {},
        head(words.title, words.story),
        verdict(),
        figures(),
        ...made.map(({ section }) => section),
        ...(wrong.length > 0
          ? [el('h2', {}, t(words.findings)), table([t(words.kind), t(words.order), t(words.what)], wrong)]
          : []),
        el('h2', {}, t(words.faults)),
        faultTable(),
        el('h2', {}, t(words.howMeasured)),
        foot(),
      ),
    );
  for (const { make } of made) make();
}

draw();
followWidth();
