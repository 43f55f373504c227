/**
 * What the native stack needs and npm cannot install. Plain JavaScript without imports of ours: the bootstrap checks it before the first
 * download, on whatever Node is installed; the preflight checks it again before each start.
 */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The only place to change a version. */
export const versions = /** @type {const} */ ({
  kafka: '4.2.1',
  /** Must match the slf4j-api that Kafka depends on. */
  slf4j: '1.7.36',
  zipkin: '3.6.1',
  /** The oldest supported version; any newer one on the PATH is used. */
  java: 17,
  prometheus: '2.42',
  toxiproxy: '2.5.0',
});

/**
 * @typedef {object} Missing A missing prerequisite.
 * @property {string} what its name, for use in a sentence
 * @property {string} needed what it is needed for
 * @property {readonly string[]} packages of Debian and Ubuntu that contain it
 * @property {string} command that installs it on this system
 * @property {boolean} optional whether everything else works without it
 */

/**
 * Finds a program on the PATH.
 * @param {string} program
 * @param {string} [path]
 * @returns {string | undefined}
 */
export function onPath(program, path = process.env['PATH']) {
  return (path ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/**
 * The major version that `java -version` prints (8 for 1.8).
 * @param {string} said
 * @returns {number | undefined}
 */
export function javaMajor(said) {
  const found = /version "(?:1\.)?(\d+)/.exec(said);
  return found ? Number(found[1]) : undefined;
}

/**
 * The major version of the Java on the PATH, run like the parts will run it: without JAVA_TOOL_OPTIONS and similar variables, which can
 * prevent it from starting.
 * @param {string} [path]
 */
export function installedJava(path = process.env['PATH']) {
  const { HOME, JAVA_HOME } = process.env;
  const { stderr } = spawnSync('java', ['-version'], { encoding: 'utf8', env: { PATH: path, HOME, JAVA_HOME } });
  return javaMajor(stderr ?? '');
}

export const isRoot = () => process.getuid?.() === 0;

/** True if apt-get is the package manager: Debian, Ubuntu and derivatives. */
export const isDebian = () => process.platform === 'linux' && onPath('apt-get') !== undefined;

/** Whether apt has package lists; in a new container it does not. */
export function hasPackageLists() {
  try {
    return readdirSync('/var/lib/apt/lists').some((name) => name.includes('_Packages'));
  } catch {
    return false;
  }
}

/** @param {string} toolsFolder */
export const kafkaFolder = (toolsFolder) => join(toolsFolder, `kafka-${versions.kafka}`);
/** @param {string} toolsFolder */
export const zipkinFolder = (toolsFolder) => join(toolsFolder, `zipkin-${versions.zipkin}`);

/**
 * Prometheus and promtool (which checks rules), on the PATH or downloaded earlier.
 * @param {string} toolsFolder
 * @param {string} [path]
 */
export function findPrometheus(toolsFolder, path = process.env['PATH']) {
  const places = [path ?? '', join(toolsFolder, 'prometheus', 'usr', 'bin')].join(delimiter);
  const prometheus = onPath('prometheus', places);
  const promtool = onPath('promtool', places);
  return prometheus && promtool ? { prometheus, promtool } : undefined;
}

/** @param {string} toolsFolder */
export const toxiproxyFolder = (toolsFolder) => join(toolsFolder, `toxiproxy-${versions.toxiproxy}`);

/**
 * Toxiproxy, for network faults: on the PATH, or built earlier.
 * @param {string} toolsFolder
 * @param {string} [path]
 */
export const findToxiproxy = (toolsFolder, path = process.env['PATH']) =>
  onPath('toxiproxy-server', [path ?? '', toxiproxyFolder(toolsFolder)].join(delimiter));

/**
 * Go, which builds Toxiproxy. Without either there are no network faults.
 * @param {string} [path]
 * @returns {Missing | undefined}
 */
export function missingGo(path = process.env['PATH']) {
  if (onPath('go', path)) return undefined;
  return missing('Go', 'building Toxiproxy, once, for network faults', ['golang-go'], 'go', true);
}

/**
 * ffmpeg and ffprobe, without which no video is accepted.
 * @param {string} [path]
 * @returns {Missing[]} none or one
 */
export function missingFfmpeg(path = process.env['PATH']) {
  if (onPath('ffmpeg', path) && onPath('ffprobe', path)) return [];
  return [missing('ffmpeg', 'videos (the upload site refuses them)', ['ffmpeg'], 'ffmpeg', true)];
}

/**
 * Everything that is missing on this machine and that only the system's package manager can install.
 * @param {string} toolsFolder where Kafka, Zipkin and Prometheus are, once downloaded
 * @param {string} [path]
 * @returns {Missing[]}
 */
export function missingRequirements(toolsFolder, path = process.env['PATH']) {
  const java = installedJava(path);
  const jars = existsSync(kafkaFolder(toolsFolder)) && existsSync(zipkinFolder(toolsFolder));
  const found = [];
  if ((java ?? 0) < versions.java) {
    const what = `Java ${versions.java} or newer${java === undefined ? '' : ` (the one on the PATH is ${java})`}`;
    found.push(missing(what, 'Kafka and Zipkin', ['openjdk-17-jdk-headless'], 'openjdk@21'));
  }
  if (!jars && !onPath('mvn', path))
    found.push(missing('Maven', 'downloading Kafka and Zipkin, once', ['maven'], 'maven'));
  if (!findPrometheus(toolsFolder, path)) {
    // On Debian its package is downloaded and unpacked into the project: nothing to install, but apt needs its package lists.
    if (!isDebian())
      found.push(missing(`Prometheus ${versions.prometheus} or newer, with promtool`, 'metrics', [], 'prometheus'));
    else if (!hasPackageLists() && !isRoot()) {
      found.push(missing("apt's package lists", 'downloading Prometheus, once', [], 'prometheus'));
    }
  }
  return [...found, ...missingFfmpeg(path)];
}

/**
 * @param {string} what
 * @param {string} needed
 * @param {readonly string[]} packages
 * @param {string} formula of Homebrew
 * @param {boolean} [optional]
 * @returns {Missing}
 */
function missing(what, needed, packages, formula, optional = false) {
  const apt = packages.length > 0 ? `apt-get install ${packages.join(' ')}` : 'apt-get update';
  const command =
    process.platform === 'darwin'
      ? `brew install ${formula}`
      : isDebian()
        ? `${isRoot() ? '' : 'sudo '}${apt}`
        : `your package manager's ${formula}`;
  return { what, needed, packages, command, optional };
}

/** @param {Missing} missing */
export const requirementSentence = ({ what, needed, command }) =>
  `Missing: ${what}, needed for ${needed}: \`${command}\`.`;

/**
 * One message for a person who must install things: each with its command, and on Debian one command for all.
 * @param {readonly Missing[]} found
 */
export function missingSentence(found) {
  const packages = found.flatMap((one) => one.packages);
  const sudo = isRoot() ? '' : 'sudo ';
  return [
    ...found.map(requirementSentence),
    ...(isDebian() && packages.length > 0 && found.length > 1
      ? [`All at once: \`${sudo}apt-get update && ${sudo}apt-get install ${packages.join(' ')}\`.`]
      : []),
    ...(process.platform === 'darwin' ? ['Put Java on the PATH afterwards, as brew explains when it is done.'] : []),
  ].join('\n');
}
