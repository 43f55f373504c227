import { distance } from 'fastest-levenshtein';
import { alsoOurs, settings, type Reader, type Setting, type SettingName, type SettingValue } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** A value that cannot be used, or a name that does not exist: the message is a sentence for each of them. */
export class SettingsRefused extends Error {
  constructor(readonly sentences: readonly string[]) {
    super(sentences.join('\n'));
    this.name = 'SettingsRefused';
  }
}

const names = Object.keys(settings) as SettingName[];
const prefix = 'EVENTSTAGE_';

/**
 * A setting's value; undefined when it is not set. An empty text counts as not set: that is how a shell and a compose file
 * take a variable away.
 * @throws SettingsRefused
 */
export function readSetting<Name extends SettingName>(env: Environment, name: Name): SettingValue<Name> | undefined {
  const given = env[name];
  if (given === undefined || given === '') return undefined;
  const value = (settings[name] as Setting<SettingValue<Name>>).kind.read(given);
  if (value === undefined) throw new SettingsRefused([wrong(name, given)]);
  return value;
}

/** The text is from outside and goes to a terminal: no control characters, no novel. */
const shown = (given: string): string => JSON.stringify(given.length > 80 ? `${given.slice(0, 80)}...` : given);

/** Passwords are no one else's to see: in a log, for one. */
const wrong = (name: SettingName, given: string): string =>
  `${name} is ${name.endsWith('DATABASE_URL') ? 'not an address that can be used' : shown(given)}: give ${settings[name].kind.right}.`;

/**
 * A sentence for each variable that one of these readers would read and cannot use, and for each EVENTSTAGE_ name that does not
 * exist. A service does not mind those: the image it runs in may bring names of its own.
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
