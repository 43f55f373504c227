const mostLines = 10;

/** The last lines of a program's output, oldest first, each safe for a terminal. */
export function lastLines(output: string): string[] {
  return output
    .split('\n')
    .map((line) => plain(line.trimEnd()))
    .filter((line) => line !== '')
    .slice(-mostLines)
    .map((line) => (line.length > mostWords ? `${line.slice(0, mostWords)} ...` : line));
}

const telling = /error|exception|cannot|could not|failed|fatal|refused/i;
const mostWords = 400;

/**
 * The last line of a program's output that looks like the reason why it ended, usable in a sentence; otherwise simply the last line.
 */
export function lastWords(output: string): string {
  const lines = output
    .trimEnd()
    .split('\n')
    .slice(-60)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const said = plain(lines.findLast((line) => telling.test(line)) ?? lines.at(-1) ?? '(nothing)');
  return said.length > mostWords ? `${said.slice(0, mostWords)} ...` : said;
}

/** Our services log JSON: the message and the error's own message are enough here. */
function plain(line: string): string {
  try {
    const { msg, err } = JSON.parse(line) as { msg?: string; err?: { message?: string } };
    return [msg, err?.message].filter(Boolean).join(': ') || line;
  } catch {
    return line;
  }
}
