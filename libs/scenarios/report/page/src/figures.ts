import { el } from './element.js';

export type Tone = 'good' | 'bad' | 'open';

/** Thousands are separated by commas in both languages. */
export const whole = (value: number): string => value.toLocaleString('en-US');

/** `250 ms`, `1.5 s` */
export const duration = (ms: number): string => (ms >= 1_000 ? `${whole(ms / 1_000)} s` : `${whole(ms)} ms`);

/** A large figure with what it counts below it. */
export const figure = (value: string, label: string, tone?: Tone): HTMLElement =>
  el('div', { class: `figure ${tone ?? ''}` }, el('b', {}, value), el('span', {}, label));

/** Of what must not happen. */
export const zeroIsGood = (value: number): Tone => (value === 0 ? 'good' : 'bad');
