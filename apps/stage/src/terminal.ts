/**
 * The only place that writes to the terminal. Output contains text from traces, logs, messages and other programs, any
 * of which can contain escape sequences: they could move the cursor, hide a line, or set the window's title. So nothing
 * that a terminal interprets passes here.
 */

/** Control and format characters (Unicode categories), and two that some terminals take for a line feed. */
const obeyed = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** Text without anything that a terminal interprets. */
export const printable = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(obeyed, '');

/** A document as JSON, complete: what a terminal would interpret is escaped. */
export const printableJson = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, null, indent) ?? 'null').replaceAll(obeyed, (character) =>
    character.split('').map(escaped).join(''),
  );

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Prints one line of progress to stderr. */
export const say = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

/** Prints the result to stdout. */
export const print = (text: string): void => void process.stdout.write(`${printable(text)}\n`);
export const printJson = (value: unknown, indent?: number): void =>
  void process.stdout.write(`${printableJson(value, indent)}\n`);
