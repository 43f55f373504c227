import type { BoardData } from './ask.js';
import type { BoardJson } from './board-json.js';
import { nameOf, windowsOf } from './prometheus.js';

/** Something that lies over every panel for a while: a fault, or an alert. */
export interface Mark {
  title: string;
  colour: string;
  from: number;
  to: number;
  /** Faults are shaded from top to bottom; alerts, which come of them, are a line along the bottom. */
  shaded: boolean;
}

export function marksOf(board: BoardJson, data: BoardData): Mark[] {
  return board.annotations.list.flatMap(({ titleFormat, iconColor }, index) =>
    windowsOf(data.annotations[index] ?? [], data.grid.step).map(({ labels, from, to }) => ({
      title: nameOf(titleFormat, labels),
      colour: iconColor,
      from,
      to,
      shaded: index === 0,
    })),
  );
}
