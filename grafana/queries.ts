import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildBoard } from './board.js';
import { boards } from './dashboards/index.js';
import { languages, type Language } from './text.js';

/** One query of one board, ready to be sent: with the first choice in the place of each variable. */
export interface BoardQuery {
  board: string;
  language: Language;
  panelId: number;
  panelTitle: string;
  /** What the panel says while it has no value; undefined where it says "No data". */
  nothing: string | undefined;
  refId: string;
  expr: string;
}

interface Target {
  refId: string;
  expr: string;
}

/** Every query of every board. The languages differ in words and not in queries, so one is enough to run them. */
export function boardQueries(language: Language = languages[0]): BoardQuery[] {
  return boards.flatMap((board) => {
    const built = buildBoard(board, language, boards);
    return panelsOf(built).flatMap(({ id = 0, title = '', fieldConfig, targets = [] }) =>
      (targets as readonly unknown[] as readonly Target[]).map(({ refId, expr }) => ({
        board: board.name,
        language,
        panelId: id,
        panelTitle: title,
        nothing: fieldConfig?.defaults.noValue,
        refId,
        expr: (board.choices ?? []).reduce((text, { name, chosen }) => text.replaceAll(`$${name}`, chosen), expr),
      })),
    );
  });
}

/** The panels of a built board: ours has no rows, which would hold panels of their own. */
export function panelsOf(board: Dashboard): Panel[] {
  return (board.panels ?? []).filter((panel): panel is Panel => 'targets' in panel);
}

/** Names of metrics in an expression: identifiers that are no function, keyword, label or word in quotes. */
export function metricsIn(expr: string): string[] {
  const bare = expr
    .replaceAll(/"[^"]*"|'[^']*'/g, '')
    .replaceAll(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replaceAll(/\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g, ' ');
  const words = bare.matchAll(/[a-zA-Z_:][\w:]*(?!\w*\s*\()/g);
  const keywords = new Set([
    'and',
    'or',
    'unless',
    'bool',
    'offset',
    'by',
    'without',
    'group_left',
    'group_right',
    'inf',
    'nan',
  ]);
  return [...new Set([...words].map(([word]) => word).filter((word) => !keywords.has(word.toLowerCase())))];
}
