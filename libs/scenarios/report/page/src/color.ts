/** A color of theme.css in the current theme, for a canvas, which cannot read it by its name: `--run-0`. */
export const color = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The color of a run, by its place in the report. */
export const runColor = (index: number): string => `--run-${index}`;
