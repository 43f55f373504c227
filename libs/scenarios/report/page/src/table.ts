import { el } from './element.js';
import { whole } from './figures.js';
import './table.css';

/** A cell: its text, a number, or an element of its own. */
export type Cell = string | number | HTMLTableCellElement;

/** A table as wide as the page, which scrolls on its own where the page is too narrow. */
export function table(heads: readonly Cell[], rows: readonly (readonly Cell[])[]): HTMLElement {
  const row = (tag: 'th' | 'td', cells: readonly Cell[]) => el('tr', {}, ...cells.map((cell) => cellOf(tag, cell)));
  return el(
    'div',
    { class: 'scroll' },
    el('table', {}, el('thead', {}, row('th', heads)), el('tbody', {}, ...rows.map((cells) => row('td', cells)))),
  );
}

function cellOf(tag: 'th' | 'td', cell: Cell): HTMLTableCellElement {
  if (typeof cell === 'string') return el(tag, {}, cell);
  return typeof cell === 'number' ? el(tag, { class: 'number' }, whole(cell)) : cell;
}
