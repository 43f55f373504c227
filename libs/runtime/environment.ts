import { environment, settings, type Environment, type SettingName } from '#settings';

/*
 * What of the environment in which somebody types `npm start` reaches the programs that we run. A person's shell has words for
 * Node, Java, PostgreSQL, proxies, languages and time zones that are meant for other programs: none of them may change how
 * the stack behaves, so each kind of program is given what is written here, and a part gets only what is listed.
 */

/** Where programs are found and may write. Nothing here changes what they do. */
const places = ['PATH', 'HOME', 'TMPDIR', 'JAVA_HOME'];

/**
 * UTF-8, or Java takes a folder named 이벤트 for another; no language, so that messages are the ones we know; UTC, so that the
 * logs of all parts agree with each other and with the state file.
 */
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
const sameForAll = { LANG: locale, LC_ALL: locale, TZ: 'UTC' };

/** For a part of the stack, and for what prepares its data. `own` is what its Launch adds. */
export function partEnvironment(own: Environment = {}, given: Environment = environment()): Record<string, string> {
  const kept = places.map((name) => [name, given[name]] as const);
  return defined([...kept, ...Object.entries({ ...sameForAll, ...own })]);
}

/**
 * For what fetches and installs (Maven, apt-get): the person's own, because proxies, certificates and mirrors are theirs to
 * set. Only the language is ours.
 */
export function installEnvironment(own: Environment = {}, given: Environment = environment()): Record<string, string> {
  return defined(Object.entries({ ...given, LANG: locale, LC_ALL: locale, ...own }));
}

/**
 * For docker: the person's own, which says where the engine is (DOCKER_HOST, contexts, certificates, proxies). But what the
 * project is made of stands in docker-compose.yml and .env: not in COMPOSE_FILE, nor in a NODE_VERSION or POSTGRES_PORT that is
 * meant for something else. Of those only COMPOSE_PROFILES counts.
 */
export function dockerEnvironment(own: Environment = {}, given: Environment = environment()): Record<string, string> {
  const kept = Object.entries(given).filter(([name]) => name === 'COMPOSE_PROFILES' || !saysTheProject(name));
  return defined([...kept, ...Object.entries(own)]);
}

const ofOtherProjects = /^COMPOSE_(FILE|PROJECT_NAME|PROJECT_DIRECTORY|PATH_SEPARATOR|ENV_FILES|DISABLE_ENV_FILE)$/;

const saysTheProject = (name: string): boolean =>
  ofOtherProjects.test(name) ||
  (Object.hasOwn(settings, name) && settings[name as SettingName].readers.includes('containers'));

const defined = (entries: readonly (readonly [string, string | undefined])[]): Record<string, string> =>
  Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
