import { join } from 'node:path';
import { environment, settings, type Environment } from '#settings';
import type { PlacedPart } from '../../stack.js';
import { answersHttp, type Launch } from './launch.js';
import { auditorUrl, databaseOf, databaseUrl } from './postgres.js';

export interface ServiceOptions {
  readonly service: PlacedPart;
  /** The whole stack: services get the addresses of the others. */
  readonly parts: readonly PlacedPart[];
  readonly hasDatabase: boolean;
  readonly root: string;
  readonly cacheFolder: string;
  /** Where the upload site and its workers keep files. */
  readonly videoFolder: string;
}

/** They are behind a queue, so no request waits for them. */
const workers = ['gifticon', 'video-worker'];

/** Several times what any of them needs. Without a limit a leaking service would use gigabytes before V8 stops it. */
const heapMegabytes = 512;

/** One of our own services: the telemetry preload, then its main. Exits with 0 on SIGTERM after draining. */
export function serviceProcess(options: ServiceOptions): Launch {
  const { service, root, cacheFolder } = options;
  return {
    program: process.execPath,
    given: [
      '--enable-source-maps',
      `--max-old-space-size=${heapMegabytes}`,
      '--import',
      './dist/libs/telemetry/register.js',
      join('dist', 'apps', service.name, 'src', 'main.js'),
    ],
    cwd: root,
    env: { ...serviceEnvironment(options), NODE_COMPILE_CACHE: join(cacheFolder, 'node') },
    answers: () => answersHttp(`http://127.0.0.1:${service.ports['http']}/readyz`),
    startLimitMs: 120_000,
    stopLimitMs: 15_000,
    yields: workers.includes(service.name),
  };
}

/** What libs/service/config.ts reads. */
export function serviceEnvironment({
  service,
  parts,
  hasDatabase,
  videoFolder,
}: ServiceOptions): Record<string, string> {
  const url = (name: string) => `http://127.0.0.1:${named(parts, name).ports['http']}`;
  const brokers = parts.filter(({ kind }) => kind === 'broker').map(({ ports }) => `127.0.0.1:${ports['kafka']}`);
  const postgres = named(parts, 'postgres');
  const database = databaseOf(service.name);
  return {
    NODE_ENV: 'production',
    SERVICE_NAME: service.name,
    HOST: '127.0.0.1',
    PORT: String(service.ports['http']),
    ...(hasDatabase && { DATABASE_URL: databaseUrl(postgres, database, database) }),
    KAFKA_BROKERS: brokers.join(','),
    OTEL_TRACES_EXPORTER: 'zipkin',
    OTEL_EXPORTER_ZIPKIN_ENDPOINT: `${url('zipkin')}/api/v2/spans`,
    EVENTSTAGE_FAULT_SWITCH: 'on',
    ...passedOn(environment()),
    MEMBER_URL: url('member'),
    COUPON_URL: url('coupon'),
    REVIEW_URL: url('review'),
    ORDER_URL: url('order'),
    ORDER_VIEW_URL: url('order-view'),
    LAG_WATCHER_URL: url('lag-watcher'),
    PROMETHEUS_URL: url('prometheus'),
    ZIPKIN_URL: url('zipkin'),
    ...(service.name.startsWith('video') && { VIDEO_FOLDER: videoFolder }),
    ...(service.name === 'control-room' && { AUDITOR_DATABASE_URL: auditorUrl(postgres) }),
  };
}

/** The settings that a user has set for the services, among those that both the commands and the services read. */
const passedOn = (given: Environment): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).flatMap(([name, { readers }]) =>
      given[name] &&
      (readers as readonly string[]).includes('commands') &&
      (readers as readonly string[]).includes('services')
        ? [[name, given[name]]]
        : [],
    ),
  );

function named(parts: readonly PlacedPart[], name: string): PlacedPart {
  const part = parts.find((one) => one.name === name);
  if (!part) throw new Error(`the stack has no part ${name}`);
  return part;
}
