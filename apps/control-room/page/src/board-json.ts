/** The part of Grafana's classic dashboard JSON that our own generator writes and this page draws. Nothing more. */
export interface BoardJson {
  uid: string;
  title: string;
  description: string;
  tags: string[];
  links: { url: string }[];
  time: { from: string; to: string };
  panels: PanelJson[];
  annotations: { list: AnnotationJson[] };
  templating: { list?: VariableJson[] };
}

export interface PanelJson {
  id: number;
  type: string;
  title: string;
  description: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets: TargetJson[];
  fieldConfig: { defaults: FieldJson; overrides: OverrideJson[] };
  options?: { textMode?: string };
  transformations?: {
    id: string;
    options: { indexByName?: Record<string, number>; renameByName?: Record<string, string> };
  }[];
}

export interface TargetJson {
  refId: string;
  expr: string;
  legendFormat: string;
  instant?: boolean;
  exemplar?: boolean;
}

export interface FieldJson {
  unit?: string;
  decimals?: number;
  noValue?: string;
  mappings?: { type: string; options: Record<string, { text?: string; color?: string }> }[];
  thresholds?: { steps: { value: number | null; color: string }[] };
  custom?: { axisSoftMax?: number };
}

export interface OverrideJson {
  matcher: { id: string; options?: unknown };
  properties: { id: string; value?: unknown }[];
}

export interface AnnotationJson {
  name: string;
  iconColor: string;
  expr: string;
  titleFormat: string;
}

export interface VariableJson {
  name: string;
  label: string;
  options: { text: string; value: string }[];
  current: { value: string };
}

/** What a person chose, by the variable's name. */
export type Choices = Readonly<Record<string, string>>;

export const chosenBy = (board: Pick<BoardJson, 'templating'>, choices: Choices): Choices =>
  Object.fromEntries((board.templating.list ?? []).map(({ name, current }) => [name, choices[name] ?? current.value]));

/** Puts the choices in the place of `$name`, in queries and titles. */
export function fillIn(text: string, choices: Choices): string {
  return text.replaceAll(/\$(\w+)/g, (all, name: string) => choices[name] ?? all);
}

/** `now-5m` in seconds. @throws when the board's time is not of that form */
export function rangeSeconds(board: Pick<BoardJson, 'uid' | 'time'>): number {
  const [, amount, unit] = /^now-(\d+)([smh])$/.exec(board.time.from) ?? [];
  const seconds = { s: 1, m: 60, h: 3_600 }[unit ?? ''];
  if (!amount || !seconds) throw new Error(`cannot read the time of board ${board.uid}: ${board.time.from}`);
  return Number(amount) * seconds;
}
