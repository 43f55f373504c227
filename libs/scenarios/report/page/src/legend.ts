import { el } from './element.js';

/** One line of a legend. */
export interface Key {
  readonly label: string;
  /** The name of a color in theme.css. */
  readonly color: string;
}

/** Which color is what. @param fault what the shaded stretch is called, where it is not said elsewhere */
export const legend = (keys: readonly Key[], fault?: string): HTMLElement =>
  el(
    'p',
    { class: 'legend' },
    ...keys.map(({ label, color }) => el('span', {}, el('i', { style: `background: var(${color})` }), label)),
    ...(fault === undefined ? [] : [el('span', {}, el('i', { class: 'window' }), fault)]),
  );
