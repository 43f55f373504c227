import type { Dashboard, Panel } from '@grafana/grafana-foundation-sdk/dashboard';
import { buildBoard } from './board.js';
import { boards } from './dashboards/index.js';
import { languages, type Language } from './text.js';

/** One query of one board, ready to be sent: variables are replaced by their first choice. */
export interface BoardQuery {
  board: string;
  language: Language;
  panelId: number;
  panelTitle: string;
  /** Shown while the panel has no value; undefined for "No data". */
  nothing: string | undefined;
  refId: string;
  expr: string;
}

interface Target {
  refId: string;
  expr: string;
}

/** Every query of every board. Queries are the same in all languages, so one language is enough. */
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

/** The panels of a built board. Our boards have no rows, which would contain further panels. */
export function panelsOf(board: Dashboard): Panel[] {
  return (board.panels ?? []).filter((panel): panel is Panel => 'targets' in panel);
}

/** Names of metrics in an expression: identifiers other than functions, keywords, labels and quoted strings. */
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
