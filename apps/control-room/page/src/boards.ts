import type { BoardJson } from './board-json.js';
import type { Language } from './words.js';

/** The very files Grafana is given, bundled: the page needs no second source of what a board is. */
const files = import.meta.glob<BoardJson>('../../../../grafana/generated/*/*.json', { eager: true, import: 'default' });

const order = ['stage', 'orders', 'kafka', 'recovery', 'runtime'];

export interface NamedBoard {
  /** `stage`: the uid without the product's name and the language. */
  name: string;
  board: BoardJson;
}

/** The boards of one language, in the order they are told; ones this list does not know come last. */
export function boardsIn(language: Language): NamedBoard[] {
  const place = ({ name }: NamedBoard): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return Object.values(files)
    .filter((board) => board.tags.includes(language))
    .map((board) => ({ name: board.uid.replace(/^eventstage-/, '').replace(/-\w\w$/, ''), board }))
    .sort((a, b) => place(a) - place(b));
}
