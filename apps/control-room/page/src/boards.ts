import type { BoardJson } from './board-json.js';
import type { Language } from './words.js';

/** The very files Grafana is given, bundled: the page needs no second source of what a board is. */
const files = import.meta.glob<BoardJson>('../../../../grafana/generated/*/*.json', { eager: true, import: 'default' });

export interface NamedBoard {
  /** `stage`: the uid without the product's name and the language. */
  name: string;
  board: BoardJson;
}

/** The boards of one language, in the order in which each of them links to all. */
export function boardsIn(language: Language): NamedBoard[] {
  const boards = Object.values(files).filter((board) => board.tags.includes(language));
  const links = boards[0]?.links.map(({ url }) => url) ?? [];
  return boards
    .sort((a, b) => links.indexOf(`/d/${a.uid}`) - links.indexOf(`/d/${b.uid}`))
    .map((board) => ({ name: board.uid.replace(/^eventstage-/, '').replace(/-\w\w$/, ''), board }));
}
