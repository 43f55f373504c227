import type { ReactNode } from 'react';
import type { TargetData } from '../ask.js';
import type { PanelJson } from '../board-json.js';

/** What every kind of panel is drawn from. */
export interface PanelProps {
  panel: PanelJson;
  data: readonly TargetData[];
}

export function Nothing({ text }: { text: string }): ReactNode {
  return <p className="nothing">{text}</p>;
}
