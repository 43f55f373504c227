import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installEnvironment, lastWords, run } from '#processes';
import { NotPossible } from '../not-possible.js';
import { timed, type Progress } from '../progress.js';
import type { Settings } from '../settings.js';
import { ensurePrometheus, type PrometheusTools } from './prometheus.js';
import { findPrometheus, kafkaFolder, versions, zipkinFolder } from './requirements.mjs';

/** Everything that the native stack runs besides Node and PostgreSQL (which npm installs). */
export interface Tools extends PrometheusTools {
  /** Folder of Kafka's jars. */
  readonly kafkaJars: string;
  readonly zipkinJar: string;
}

/** The names of what still has to be downloaded: empty once `install` has run. */
export function missingTools({ toolsFolder }: Settings): string[] {
  return [
    ...(existsSync(kafkaFolder(toolsFolder)) ? [] : [`Kafka ${versions.kafka}`]),
    ...(existsSync(zipkinFolder(toolsFolder)) ? [] : [`Zipkin ${versions.zipkin}`]),
    ...(findPrometheus(toolsFolder) ? [] : ['Prometheus']),
  ];
}

/**
 * Downloads what is missing into .eventstage/tools, once: afterwards no network is needed. Safe to interrupt: nothing is moved into place
 * before it is complete. The tools for the download exist: requirements.mjs has checked.
 * @throws NotPossible saying what is unavailable and what to do
 */
export async function install(settings: Settings, progress: Progress): Promise<Tools> {
  await mkdir(settings.toolsFolder, { recursive: true });
  const [prometheus] = await Promise.all([
    ensurePrometheus(settings.toolsFolder, progress),
    ensureJars(settings, progress),
  ]);
  return {
    ...prometheus,
    kafkaJars: kafkaFolder(settings.toolsFolder),
    zipkinJar: join(zipkinFolder(settings.toolsFolder), 'zipkin.jar'),
  };
}

async function ensureJars(settings: Settings, progress: Progress): Promise<void> {
  if (existsSync(kafkaFolder(settings.toolsFolder)) && existsSync(zipkinFolder(settings.toolsFolder))) return;
  await timed(progress, `fetching Kafka ${versions.kafka} and Zipkin ${versions.zipkin} (Maven)`, () =>
    copyJars(settings),
  );
}

async function copyJars(settings: Settings): Promise<void> {
  const work = join(settings.toolsFolder, `jars.${process.pid}`);
  try {
    // Downloads of an earlier checkout are in Maven's local repository: then no network is needed.
    if ((await maven(settings, work, ['-o'])).code !== 0) {
      const { code, output } = await maven(settings, work, []);
      if (code !== 0) {
        throw new NotPossible(`Maven could not download Kafka and Zipkin (is there a network?): ${lastWords(output)}.`);
      }
    }
    await put(join(work, 'kafka'), kafkaFolder(settings.toolsFolder));
    await put(join(work, 'zipkin'), zipkinFolder(settings.toolsFolder));
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

function maven(settings: Settings, into: string, flags: string[]) {
  const pom = join(settings.root, 'libs', 'runtime', 'install', 'pom.xml');
  const asked = [
    ...['-B', '-q', ...flags, '-f', pom, 'validate', `-Dkafka.version=${versions.kafka}`],
    ...[`-Dslf4j.version=${versions.slf4j}`, `-Dzipkin.version=${versions.zipkin}`, `-Dinto=${into}`],
  ];
  return run('mvn', asked, { env: installEnvironment() });
}

/** Another start may have been faster: then its folder stays. */
async function put(from: string, to: string): Promise<void> {
  await rename(from, to).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}
