import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Tools } from '../../install/install.js';
import { partsAt, servicesWithDatabase, type PlacedPart } from '../../stack.js';
import { realPlace } from '../../real-place.js';
import type { Settings } from '../../settings.js';
import { kafkaBroker } from './kafka.js';
import type { Launch } from './launch.js';
import { postgresHome } from './postgres-home.js';
import { readPassword } from './postgres-password.js';
import { postgresServer } from './postgres.js';
import { prometheusServer } from './prometheus.js';
import { serviceProcess } from './service.js';
import { zipkinServer } from './zipkin.js';

export interface NativeStack {
  readonly parts: readonly PlacedPart[];
  launch(part: PlacedPart): Launch;
  /** PostgreSQL's, once it has been started. */
  superuserPassword(): Promise<string>;
  /** Part to folder; what --fresh empties. */
  readonly dataFolders: Readonly<Record<'kafka' | 'postgres' | 'prometheus' | 'videos', string>>;
}

/** Every part of the stack as a process on this machine. */
export async function nativeStack(settings: Settings, tools: Tools): Promise<NativeStack> {
  const parts = partsAt(settings.portBase);
  const data = (name: string) => realPlace(join(settings.stateFolder, 'data', name));
  const cacheFolder = realPlace(join(settings.stateFolder, 'cache'));
  const home = await postgresHome(settings);
  const brokers = parts.filter(({ kind }) => kind === 'broker');
  const services = parts.filter(({ kind }) => kind === 'service');

  function launch(part: PlacedPart): Launch {
    switch (part.kind) {
      case 'broker':
        return kafkaBroker({
          broker: part,
          brokers,
          jars: realPlace(tools.kafkaJars),
          dataFolder: data('kafka'),
          cacheFolder,
        });
      case 'database':
        return postgresServer(part, home);
      case 'zipkin':
        return zipkinServer(part, tools.zipkinJar);
      case 'prometheus': {
        const rulesFolder = join(settings.root, 'prometheus', 'rules');
        const dataFolder = data('prometheus');
        return prometheusServer({
          prometheus: part,
          targets: services,
          program: tools.prometheus,
          dataFolder,
          rulesFolder,
        });
      }
      case 'service': {
        const hasDatabase = servicesWithDatabase.includes(part.name);
        const videoFolder = data('videos');
        return serviceProcess({ service: part, parts, hasDatabase, root: settings.root, cacheFolder, videoFolder });
      }
      case 'grafana':
      case 'page':
      case 'load':
      case 'proxy':
        throw new Error(`the native runtime has no ${part.kind}`);
    }
  }
  return {
    parts,
    launch,
    superuserPassword: async () => (await readPassword(home.passwordFile)) ?? '',
    dataFolders: { kafka: data('kafka'), postgres: home.data, prometheus: data('prometheus'), videos: data('videos') },
  };
}

/** The files that a build must produce before services can run, and that are missing. */
export const unbuilt = (root: string, services: readonly PlacedPart[]): string[] =>
  services.map(({ name }) => name).filter((name) => !existsSync(join(root, 'dist', 'apps', name, 'src', 'main.js')));
