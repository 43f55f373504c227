import { distance } from 'fastest-levenshtein';
import { alsoOurs, settings, type Reader, type Setting, type SettingName, type SettingValue } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** An invalid value, or a name that does not exist; the message has one sentence for each. */
export class SettingsRefused extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsRefused';
  }
}

const names = Object.keys(settings) as SettingName[];
const prefix = 'EVENTSTAGE_';

/**
 * A setting's value; undefined if it is not set. Empty counts as not set: that is how a shell and a compose file unset a
 * variable.
 * @throws SettingsRefused
 */
export function readSetting<Name extends SettingName>(env: Environment, name: Name): SettingValue<Name> | undefined {
  const given = env[name];
  if (given === undefined || given === '') return undefined;
  const value = (settings[name] as Setting<SettingValue<Name>>).kind.read(given);
  if (value === undefined) throw new SettingsRefused([wrong(name, given)]);
  return value;
}

/** The text is untrusted and goes to a terminal: no control characters, limited length. */
const shown = (given: string): string => JSON.stringify(given.length > 80 ? `${given.slice(0, 80)}...` : given);

/** Passwords must not be shown, for example in a log. */
const wrong = (name: SettingName, given: string): string =>
  `${name} is ${name.endsWith('DATABASE_URL') ? 'not a valid address' : shown(given)}: give ${settings[name].kind.right}.`;

/**
 * One sentence for each variable that these readers would read and that is invalid, and for each EVENTSTAGE_ name that does not
 * exist. A service ignores unknown names: its image may set some of its own.
 */
export function wrongSettings(env: Environment, readers: readonly Reader[]): string[] {
  const read = names.filter((name) => settings[name].readers.some((reader) => readers.includes(reader)));
  const values = read.flatMap((name) => {
    const given = env[name];
    return given === undefined || given === '' || settings[name].kind.read(given) !== undefined
      ? []
      : [wrong(name, given)];
  });
  return [...values, ...(readers.every((reader) => reader === 'services') ? [] : unknown(env))];
}

function unknown(env: Environment): string[] {
  const known = [...names, ...alsoOurs].filter((name) => name.startsWith(prefix));
  return Object.keys(env)
    .filter((name) => name.startsWith(prefix) && !known.includes(name))
    .map(
      (name) => `There is no setting ${name}; the nearest is ${nearestOf(name, known)}. docs/settings.md lists them.`,
    );
}

export function nearestOf(given: string, valid: readonly string[]): string {
  const [nearest = ''] = [...valid].sort((a, b) => distance(given, a) - distance(given, b));
  return nearest;
}

/** @throws SettingsRefused */
export function checkSettings(env: Environment, readers: readonly Reader[]): void {
  const sentences = wrongSettings(env, readers);
  if (sentences.length > 0) throw new SettingsRefused(sentences);
}
