/* global document, window, matchMedia, getComputedStyle */
/* exported el, report, rows, words, method, state, charts, t, runColor, whole */
// The first of the three files that html.ts puts into one function: what the figures are, in which language and colours.
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
