import { environment, settings, type Environment, type SettingName } from '#settings';

/*
 * Which environment variables of the user's shell reach the programs that we run. A shell contains settings for Node, Java, PostgreSQL,
 * proxies, locales and time zones that are meant for other programs. None of them may change how the stack behaves, so each kind of
 * program gets an explicit environment.
 */

/** Where programs are found and can write. Nothing here changes their behaviour. */
const places = ['PATH', 'HOME', 'TMPDIR', 'JAVA_HOME'];

/**
 * UTF-8, or Java cannot find a folder named 이벤트; no language, so that messages are predictable; UTC, so that the logs of all parts and
 * the state file agree.
 */
const locale = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';
const sameForAll = { LANG: locale, LC_ALL: locale, TZ: 'UTC' };

/** For a part of the stack, and for programs that prepare its data. `own` is added by its Launch. */
export function partEnvironment(own: Environment = {}, given: Environment = environment()): Record<string, string> {
  const kept = places.map((name) => [name, given[name]] as const);
  return defined([...kept, ...Object.entries({ ...sameForAll, ...own })]);
}

/**
 * For programs that download and install (Maven, apt-get): the user's own, for its proxies, certificates and mirrors. Only the locale is
 * ours.
 */
export function installEnvironment(own: Environment = {}, given: Environment = environment()): Record<string, string> {
  return defined(Object.entries({ ...given, LANG: locale, LC_ALL: locale, ...own }));
}

/**
 * For docker: the user's own, which locates the engine (DOCKER_HOST, contexts, certificates, proxies). But the project is defined by
 * docker-compose.yml and .env, not by COMPOSE_FILE or by a NODE_VERSION or POSTGRES_PORT that is meant for something else. Of those
 * only COMPOSE_PROFILES applies.
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
