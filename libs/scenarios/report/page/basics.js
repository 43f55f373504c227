/* global document, window, matchMedia, getComputedStyle, ResizeObserver, draw */
/* exported el, report, rows, words, method, state, charts, t, runColor, whole, marks, tones, head, followWidth */
// The first of the files that html.ts puts into one function: what every report has, whatever it draws.
const { report, rows, words, method } = JSON.parse(document.getElementById('data').textContent);
const asked = new window.URLSearchParams(window.location.search);
const languageOf = () => (window.navigator.language.startsWith('ko') ? 'ko' : 'en');
const state = {
  language: asked.get('lang') ?? languageOf(),
  theme: asked.get('theme') ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'),
};
/** What is drawn now: {plot, box}. */
const charts = [];

const t = (text) => text[state.language] ?? text.en;
const color = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const runColor = (index) => color(`--run-${index}`);
const whole = (value) => value.toLocaleString('en-US');

/** el('p', {class: 'x'}, 'text', child): text is never read as markup. */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') node.addEventListener(name, value);
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const marks = { passed: '✓', failed: '✗', inconclusive: '?' };
const tones = { passed: 'good', failed: 'bad', inconclusive: 'open' };

/** Title, one sentence, and the switches of language and colours. */
function head(title, story) {
  const language = (code, label) =>
    el(
      'button',
      { 'aria-pressed': String(state.language === code), lang: code, click: () => set({ language: code }) },
      label,
    );
  const other = state.theme === 'dark' ? 'light' : 'dark';
  return el(
    'header',
    {},
    el('div', {}, el('h1', {}, t(title)), el('p', { class: 'story' }, t(story))),
    el(
      'div',
      { class: 'switches' },
      language('ko', '한국어'),
      language('en', 'English'),
      el('button', { click: () => set({ theme: other }), title: t(words.theme), 'aria-label': t(words.theme) }, '◐'),
    ),
  );
}

/** Another language or other colours: the page that this file is put into draws itself anew. */
function set(change) {
  Object.assign(state, change);
  draw();
}

/** Charts are as wide as the window leaves room for. */
function followWidth() {
  new ResizeObserver(() => {
    for (const { plot, box } of charts) {
      if (box.clientWidth > 0 && box.clientWidth !== plot.width) {
        plot.setSize({ width: box.clientWidth, height: plot.height });
      }
    }
  }).observe(document.body);
}
