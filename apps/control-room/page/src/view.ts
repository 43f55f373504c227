import { createContext, useContext } from 'react';
import type { Mark } from './marks.js';
import type { TimeGrid } from './prometheus.js';
import type { Words } from './words.js';

/** What every panel of the board in view has in common. */
export interface View {
  words: Words;
  grid: TimeGrid;
  marks: readonly Mark[];
  theme: 'dark' | 'light';
  /** Where Zipkin shows a trace. */
  traceUrl(traceId: string): string | undefined;
}

export const ViewContext = createContext<View | undefined>(undefined);

export function useView(): View {
  const view = useContext(ViewContext);
  if (!view) throw new Error('a panel was drawn outside of a board');
  return view;
}
