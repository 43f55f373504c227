/**
 * The only place that writes to the terminal. What a command prints has come from traces, logs, messages and other programs, and
 * anybody can put an escape sequence into one of those: it would move the cursor, hide a line, set the window's title. So
 * nothing passes here that a terminal obeys.
 */

/** Control and format characters (Unicode's words for them), and two that some terminals take for a line feed. */
const obeyed = /(?![\n\t])[\p{Cc}\p{Cf}\u2028\u2029]/gu;

/** A text that a terminal shows and does not obey. */
export const printable = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll(obeyed, '');

/** A document as JSON, nothing lost: what a terminal would obey is escaped. */
export const printableJson = (value: unknown, indent?: number): string =>
  (JSON.stringify(value, null, indent) ?? 'null').replaceAll(obeyed, (character) =>
    character.split('').map(escaped).join(''),
  );

const escaped = (unit: string): string => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** One line of what is going on, to stderr. */
export const say = (line: string): void => void process.stderr.write(`${printable(line)}\n`);

/** The result, to stdout. */
export const print = (text: string): void => void process.stdout.write(`${printable(text)}\n`);
export const printJson = (value: unknown, indent?: number): void =>
  void process.stdout.write(`${printableJson(value, indent)}\n`);
