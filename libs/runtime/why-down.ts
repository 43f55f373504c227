import type { Crash, PartState } from './state.js';

/** `exit code 1` or `SIGKILL`; the error if the program could not be started at all. */
export function endOf({ exitCode, signal, lastLines }: Crash): string {
  if (signal !== null) return signal;
  return exitCode === null ? (lastLines.at(-1) ?? 'it could not be started') : `exit code ${exitCode}`;
}

/** Why a part is down or frozen, in a few words: `fault kill`, `crash: exit code 1`, `stopped by hand`. */
export function inWords({ down, crash }: Pick<PartState, 'down' | 'crash'>, now = Date.now()): string {
  switch (down?.because) {
    case undefined:
      return '';
    case 'fault':
      return `fault ${down.fault}${down.scenario ? ` of ${down.scenario}` : ''}`;
    case 'crash': {
      const how = `crash: ${crash ? endOf(crash) : 'unknown'}`;
      if (down.startsAgainAt === null) return how;
      const seconds = Math.max(0, Math.ceil((Date.parse(down.startsAgainAt) - now) / 1_000));
      return `${how}, restarts in ${seconds} s`;
    }
    case 'by hand':
      return 'stopped by hand';
    case 'not started':
      return 'not started';
  }
}

/** A sentence that explains why a part is down or frozen, and how to end that. */
export function whyDown(part: Pick<PartState, 'name' | 'health' | 'down' | 'crash'>): string {
  const { name, health } = part;
  const remedy =
    part.down?.because === 'fault'
      ? '`npm run stage -- fault clear` undoes it'
      : `\`npm run stage -- start ${name}\` starts it`;
  const why = inWords(part);
  return `${name} is ${health}${why ? ` (${why})` : ''}: ${remedy}.`;
}
