import type { ReactNode } from 'react';
import { fillIn, type Choices } from '../board-json.js';
import { useView } from '../view.js';
import { Figure } from './figure.js';
import { Lines } from './lines.js';
import { Nothing, type PanelProps } from './panel-props.js';
import { States } from './states.js';
import { Table } from './table.js';

const kinds: Readonly<Record<string, (props: PanelProps) => ReactNode>> = {
  timeseries: Lines,
  stat: Figure,
  'state-timeline': States,
  table: Table,
};

/** One panel in its place on the grid, with its title and the sentence that says what to look for. */
export function Panel({ panel, data, choices }: PanelProps & { choices: Choices }): ReactNode {
  const { words } = useView();
  const { x, y, w, h } = panel.gridPos;
  const Kind = kinds[panel.type];
  const error = data.find((answer) => answer.error)?.error;
  return (
    <section
      className={`panel ${panel.type}`}
      data-panel={panel.id}
      style={{ gridColumn: `${x + 1} / span ${w}`, gridRow: `${y + 1} / span ${h}` }}
    >
      <header title={panel.description}>
        <h2>{fillIn(panel.title, choices)}</h2>
        <p>{panel.description}</p>
      </header>
      <div className="drawing">
        {error !== undefined && <Nothing text={`${words.refused}: ${error}`} />}
        {error === undefined && Kind && <Kind panel={panel} data={data} />}
      </div>
    </section>
  );
}
