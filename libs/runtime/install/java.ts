import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import { run } from '../processes/run.js';
import { debianInstall, isDebianRoot } from './debian.js';
import { versions } from './versions.js';

/** The major version that `java -version` tells (8 for 1.8); undefined when it tells none. */
export function javaMajor(said: string): number | undefined {
  const found = /version "(?:1\.)?(\d+)/.exec(said);
  return found ? Number(found[1]) : undefined;
}

const howToJava =
  'install a JDK 17 or newer: `apt-get install openjdk-17-jdk-headless` on Debian or Ubuntu, `brew install openjdk@21` on macOS (and put it on the PATH as brew says)';
const howToMaven = 'install Maven: `apt-get install maven` on Debian or Ubuntu, `brew install maven` on macOS';

/**
 * Sees to it that `java` on the PATH is new enough; as root on Debian installs it.
 * @throws NotPossible naming exactly what to install and how
 */
export async function ensureJava(progress: Progress): Promise<void> {
  const major = await installedJava();
  if (major !== undefined && major >= versions.java) return;
  if (await isDebianRoot()) {
    await timed(progress, 'installing a JDK 17 (apt-get)', () => debianInstall('openjdk-17-jdk-headless'));
    return;
  }
  throw new NotPossible(
    major === undefined
      ? `Kafka and Zipkin need Java and there is none on the PATH: ${howToJava}.`
      : `Kafka and Zipkin need Java ${versions.java} or newer and the one on the PATH is ${major}: ${howToJava}.`,
  );
}

export async function installedJava(): Promise<number | undefined> {
  return javaMajor((await run('java', ['-version'])).output);
}

/** The same for `mvn`, which is needed only to fetch what is not there yet. */
export async function ensureMaven(progress: Progress): Promise<void> {
  if ((await run('mvn', ['-v'])).code === 0) return;
  if (await isDebianRoot()) {
    await timed(progress, 'installing Maven (apt-get)', () => debianInstall('maven'));
    return;
  }
  throw new NotPossible(`Fetching Kafka and Zipkin needs Maven and there is none on the PATH: ${howToMaven}.`);
}
