/**
 * What of the environment in which somebody types `npm start` reaches the programs that we run. A person's shell has words for
 * Node, Java, PostgreSQL, proxies, languages and time zones that are meant for other programs: none of them may change how
 * the stack behaves, so each kind of program is given what is written here, and a part gets only what is listed.
 */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs are found and may write. Nothing here changes what they do. */
const places = ['PATH', 'HOME', 'TMPDIR', 'JAVA_HOME'];

/**
 * UTF-8, or Java takes a folder named 이벤트 for another; no language, so that messages are the ones we know; UTC, so that the
 * logs of all parts agree with each other and with the state file.
 */
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
const sameForAll = { LANG: locale, LC_ALL: locale, TZ: 'UTC' };

/** For a part of the stack, and for what prepares its data. `own` is what its Launch adds. */
export function partEnvironment(own: Environment = {}, given: Environment = process.env): Record<string, string> {
  const kept = places.map((name) => [name, given[name]] as const);
  return defined([...kept, ...Object.entries({ ...sameForAll, ...own })]);
}

/**
 * For what fetches and installs (Maven, apt-get): the person's own, because proxies, certificates and mirrors are theirs to
 * set. Only the language is ours.
 */
export function installEnvironment(own: Environment = {}, given: Environment = process.env): Record<string, string> {
  return defined(Object.entries({ ...given, LANG: locale, LC_ALL: locale, ...own }));
}

const defined = (entries: readonly (readonly [string, string | undefined])[]): Record<string, string> =>
  Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
