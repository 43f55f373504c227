import type { FieldJson, OverrideJson } from './board-json.js';

/** For series nobody gave a colour. None is the colour of a service: who learned those must not be misled. */
const palette = [
  '#3FB6E8',
  '#E8743B',
  '#6FB33F',
  '#F28DB2',
  '#C9A227',
  '#7F8CE0',
  '#4FA3A5',
  '#D9665B',
  '#98A86D',
  '#A58CB3',
];

/** The colour the board fixes for a series, by its name or its query; else the next of the palette. */
export function colourOf(
  overrides: readonly OverrideJson[],
  series: { name: string; refId: string },
  index: number,
): string {
  for (const { matcher, properties } of overrides) {
    const meant =
      (matcher.id === 'byName' && matcher.options === series.name) ||
      (matcher.id === 'byFrameRefID' && matcher.options === series.refId);
    const colour = properties.find(({ id }) => id === 'color')?.value as { fixedColor?: string } | undefined;
    if (meant && colour?.fixedColor) return colour.fixedColor;
  }
  return palette[index % palette.length] ?? 'currentColor';
}

/** The colour of the last step the value has reached. */
export function stepColour(field: FieldJson, value: number | null): string | undefined {
  let colour = field.thresholds?.steps[0]?.color;
  for (const step of field.thresholds?.steps ?? []) {
    if (step.value === null || step.value === undefined || (value !== null && value >= step.value)) colour = step.color;
  }
  return colour;
}

/** The word and colour a board gives to this very value, if any. */
export const namedState = (field: FieldJson, value: number): { text?: string; color?: string } | undefined =>
  field.mappings?.find(({ type }) => type === 'value')?.options[String(value)];

/** How a state is called and coloured: by its name if the board gives one, else as a figure on its step's colour. */
export function stateOf(field: FieldJson, value: number): { text: string; colour: string } {
  const named = namedState(field, value);
  return {
    text: named?.text ?? String(value),
    colour: named?.color ?? stepColour(field, value) ?? 'var(--quiet)',
  };
}
