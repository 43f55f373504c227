import {
  CustomVariableBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  TimePickerBuilder,
  type Dashboard,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { annotations } from './annotations.js';
import type { Panel } from './panel.js';
import { languages, sayIn, type Language, type Text } from './text.js';

/** Panels side by side; the widths of a row add up to 24. */
export interface Row {
  height: number;
  panels: readonly (readonly [panel: Panel, width: number])[];
}

/** A variable that the viewer selects; `$name` in queries and titles. */
export interface Choice {
  name: string;
  title: Text;
  values: readonly string[];
  chosen: string;
}

export interface Board {
  /** Part of the uid, which never changes: links and bookmarks stay valid. */
  name: string;
  title: Text;
  description: Text;
  choices?: readonly Choice[];
  rows: readonly Row[];
}

export const widthOfBoard = 24;
export const boardUid = (board: Pick<Board, 'name'>, language: Language): string =>
  `eventstage-${board.name}-${language}`;

const languageNames: Readonly<Record<Language, string>> = { en: 'English', ko: '한국어' };

/** A board in one language, as Grafana's classic (v1) JSON. @param all every board, to link to */
export function buildBoard(board: Board, language: Language, all: readonly Board[]): Dashboard {
  const say = sayIn(language);
  const builder = new DashboardBuilder(say(board.title))
    .uid(boardUid(board, language))
    .description(say(board.description))
    .tags(['eventstage', language])
    .editable()
    .refresh('1s')
    .time({ from: 'now-5m', to: 'now' })
    .timepicker(new TimePickerBuilder().refreshIntervals(['1s', '2s', '5s', '10s', '1m']))
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair)
    .annotations(annotations(say))
    .links([
      ...all.map((other) => link(say(other.title), boardUid(other, language), say(other.description))),
      ...languages
        .filter((other) => other !== language)
        .map((other) => link(languageNames[other], boardUid(board, other), languageNames[other])),
    ]);
  for (const { name, title, values, chosen } of board.choices ?? []) {
    builder.withVariable(
      new CustomVariableBuilder(name)
        .label(say(title))
        .values(values.join(','))
        .options(values.map((value) => ({ text: value, value, selected: value === chosen })))
        .current({ text: chosen, value: chosen, selected: true })
        .multi(false)
        .includeAll(false),
    );
  }
  let y = 0;
  for (const { height, panels } of board.rows) {
    let x = 0;
    for (const [panel, width] of panels) {
      builder.withPanel(panel.build(say).gridPos({ x, y, w: width, h: height }));
      x += width;
    }
    y += height;
  }
  return withoutSdkExtras(builder.build());
}

/** Removes defaults of the SDK that we do not want. */
function withoutSdkExtras(board: Dashboard): Dashboard {
  // It would hide links and annotation toggles in a menu; during a talk they have to be one click away.
  for (const shown of [...(board.links ?? []), ...(board.annotations?.list ?? [])]) delete shown.placement;
  // Grafana 13 configures the footer of a table per field, no longer here.
  for (const panel of board.panels ?? []) {
    if ('options' in panel && panel.type === 'table') delete (panel.options as { footer?: unknown }).footer;
  }
  // These belong to another kind of variable.
  for (const variable of board.templating?.list ?? []) {
    for (const extra of ['auto', 'auto_min', 'auto_count']) Reflect.deleteProperty(variable, extra);
  }
  return board;
}

function link(title: string, uid: string, tooltip: string): DashboardLinkBuilder {
  return new DashboardLinkBuilder(title)
    .type(DashboardLinkType.Link)
    .url(`/d/${uid}`)
    .tooltip(tooltip)
    .icon('dashboard')
    .keepTime(true)
    .includeVars(false)
    .targetBlank(false)
    .asDropdown(false)
    .tags([]);
}
