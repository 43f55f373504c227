/* global document, report, rows, words, method, state, charts, t, runColor, whole, el, drawn, chart, marks, tones, head, followWidth */
// Draws the report from the figures inside the page. Nothing is asked from outside.
const outcomeOf = (passed) => (passed === null ? 'inconclusive' : passed ? 'passed' : 'failed');

function verdict() {
  const { expectations, outcome } = report.verdict;
  const met = expectations.filter((one) => one.passed).length;
  return el(
    'section',
    { class: `verdict ${tones[outcome]}` },
    el('strong', {}, `${marks[outcome]} ${t(words[outcome])}`),
    el(
      'span',
      {},
      state.language === 'ko'
        ? `${expectations.length}개 중 ${met}${t(words.ofExpectations)}`
        : `${met} of ${expectations.length} ${t(words.ofExpectations)}`,
    ),
  );
}

function runCard({ title, figures }, index) {
  const figure = (value, label, tone) =>
    el('div', { class: `figure ${tone ?? ''}` }, el('b', {}, value), el('span', {}, label));
  const share = figures.offered === 0 ? null : Math.floor((figures.accepted / figures.offered) * 1000) / 10;
  const tone = (value) => (value > 0 ? 'bad' : 'good');
  const { rejoinSeconds, drainSeconds } = figures.recovery;
  const second = (value) => `${value.toFixed(1)} ${t(words.second)}`;
  const asides = [
    rejoinSeconds === null ? null : `${t(words.rejoin)} ${second(rejoinSeconds)}`,
    drainSeconds === null ? null : `${t(words.drain)} ${second(drainSeconds)}`,
    figures.lag.peakMessages === null
      ? null
      : `${t(words.peakLag)} ${whole(figures.lag.peakMessages)} ${t(words.messages)}`,
  ].filter((one) => one !== null);
  return el(
    'section',
    { class: 'run', style: `--run: ${runColor(index)}` },
    el(
      'h3',
      {},
      t(title),
      el('small', {}, report.runs.length === 2 ? t(index === 0 ? words.before : words.after) : ''),
    ),
    el(
      'div',
      { class: 'figures' },
      figure(share === null ? '–' : `${share} %`, t(words.accepted), share === 100 ? 'good' : 'bad'),
      figure(whole(figures.rejected), t(words.rejected), tone(figures.rejected)),
      figure(whole(figures.lost), t(words.lost), tone(figures.lost)),
      figure(whole(figures.doubled), t(words.doubled), tone(figures.doubled)),
    ),
    el('p', { class: 'aside' }, asides.join(' · ')),
  );
}

function expectations() {
  const title = (name) => report.runs.find((run) => run.figures.name === name)?.title ?? { en: name, ko: name };
  const index = (name) => report.runs.findIndex((run) => run.figures.name === name);
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {}),
          el('th', {}),
          el('th', {}, t(words.expectation)),
          el('th', { class: 'number' }, t(words.expected)),
          el('th', { class: 'number' }, t(words.measured)),
        ),
      ),
      el(
        'tbody',
        {},
        ...report.verdict.expectations.map(({ design, text, expected, measured, passed }) =>
          el(
            'tr',
            {},
            el('td', { class: `mark ${tones[outcomeOf(passed)]}` }, marks[outcomeOf(passed)]),
            el('td', { class: 'design', style: `color: ${runColor(index(design))}` }, t(title(design))),
            el('td', {}, t(text)),
            el('td', { class: 'number' }, expected),
            el('td', { class: `number ${passed ? '' : tones[outcomeOf(passed)]}` }, measured),
          ),
        ),
      ),
    ),
  );
}

function evidence() {
  const seen = report.verdict.evidence;
  if (seen.length === 0) return [];
  const line = (one) =>
    el(
      'li',
      one.seen === null ? { class: 'open' } : {},
      `${one.design}: ${one.fault} ${[one.part, one.to].filter(Boolean).join(' and ')}: ${one.seen ?? t(words.noEvidence)}`,
    );
  return [el('h2', {}, t(words.evidence)), el('ul', {}, ...seen.map(line))];
}

function legend() {
  return el(
    'p',
    { class: 'legend' },
    ...report.runs.map(({ title }, index) =>
      el('span', {}, el('i', { style: `background: ${runColor(index)}` }), t(title)),
    ),
    el('span', {}, el('i', { class: 'window' }), t(report.faultTitle)),
  );
}

function allFigures() {
  return el(
    'div',
    { class: 'scroll' },
    el(
      'table',
      {},
      el(
        'thead',
        {},
        el(
          'tr',
          {},
          el('th', {}),
          ...report.runs.map(({ title }, index) =>
            el('th', { class: 'number', style: `color: ${runColor(index)}` }, t(title)),
          ),
        ),
      ),
      el(
        'tbody',
        {},
        ...rows.map(({ label, cells }) =>
          el('tr', {}, el('td', {}, t(label)), ...cells.map((cell) => el('td', { class: 'number' }, cell))),
        ),
      ),
    ),
  );
}

function foot() {
  return el(
    'footer',
    {},
    el('ul', {}, ...method.map((text) => el('li', {}, t(text)))),
    el(
      'p',
      { class: 'meta' },
      `${report.scenario.name} · ${report.speed} · ${t(words.seed)} ${report.seed} · ${report.ratePerSecond} ${t(words.rate)} · ${report.startedAt} · ${report.machine}`,
    ),
  );
}

function draw() {
  document.documentElement.lang = state.language;
  document.documentElement.dataset.theme = state.theme;
  document.title = `${t(report.scenario.title)} · Eventstage`;
  for (const { plot } of charts) plot.destroy();
  charts.length = 0;
  const made = drawn.map(chart);
  const page = el(
    'main',
    {},
    head(report.scenario.title, report.scenario.story),
    verdict(),
    el('div', { class: 'runs' }, ...report.runs.map(runCard)),
    el('h2', {}, report.runs.map(({ title }) => t(title)).join(' / ')),
    legend(),
    el('div', { class: 'charts' }, ...made.map(({ section }) => section)),
    el('h2', {}, t(words.expectation)),
    expectations(),
    ...evidence(),
    el('h2', {}, t(words.allFigures)),
    allFigures(),
    el('h2', {}, t(words.howMeasured)),
    foot(),
  );
  document.getElementById('page').replaceChildren(page);
  for (const { make } of made) make();
}

draw();
followWidth();
