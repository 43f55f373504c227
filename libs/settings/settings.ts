import {
  addresses,
  groupNames,
  hostNames,
  httpUrl,
  json,
  numberFrom,
  oneOfThese,
  port,
  postgresUrl,
  someOfThese,
  text,
  wholeNumber,
} from './kinds.js';
import type { Kind } from './kinds.js';

/** Who reads a setting: the commands (`npm start`, `npm run stage`), a service's process, or docker compose from .env. */
export type Reader = 'commands' | 'services' | 'containers';

export interface Setting<T = unknown> {
  readonly readers: readonly Reader[];
  readonly kind: Kind<T>;
  /** One sentence for docs/settings.md. */
  readonly says: string;
  /** The default, as shown to a person; omitted if there is none. */
  readonly otherwise?: string;
}

const setting =
  (...readers: Reader[]) =>
  <T>(kind: Kind<T>, says: string, otherwise?: string): Setting<T> => ({ readers, kind, says, otherwise });
const commands = setting('commands');
const services = setting('services');
const containers = setting('containers');
/** Settings of services that a person sets for the whole stack. */
const passedOn = setting('commands', 'services');

/** Ports start at a base that leaves room for about a hundred of them. */
const portBase = wholeNumber(1_024, 65_000, 18_000);
const share = (example: number) => numberFrom(0, 1, example);
const version = (example: string) => text(`a version, for example ${example}`, /^v?\d+(\.\d+)*[\w.-]*$/);
const partUrl = (part: string, example: number) =>
  services(httpUrl(`http://127.0.0.1:${example}`), `Where ${part} is.`);
const published = (part: string, number: number) =>
  containers(port(number), `The port of ${part} on this machine.`, String(number));

/** Every variable, on both runtimes. Nothing else is read, and an EVENTSTAGE_ name that is not listed here is rejected. */
export const settings = {
  EVENTSTAGE_PORT_BASE: commands(portBase, 'First of about a hundred ports: moves the whole stack.', '17000'),
  EVENTSTAGE_STATE_DIR: commands(
    text('a folder'),
    "Folder for logs, data and state.json. A relative path starts at the project's folder, wherever the command is run.",
    '.eventstage',
  ),
  EVENTSTAGE_RUNTIME: commands(
    oneOfThese('native', 'compose'),
    'Whether the parts run as processes or in containers.',
    'native',
  ),
  EVENTSTAGE_ORDERS_PER_SECOND: setting('commands', 'containers')(
    numberFrom(0, 1_000, 2),
    'Background load; 0 for none. `--orders-per-second` takes precedence.',
    '2',
  ),
  EVENTSTAGE_ALLOWED_HOSTS: passedOn(
    hostNames('stage.example,other.example'),
    'Host names, besides loopback, under which services can be called: see docs/security.md.',
  ),
  EVENTSTAGE_ALERT_GROUPS: setting(
    'commands',
    'services',
    'containers',
  )(groupNames('billing,reports'), 'Foreign consumer groups that raise alerts like our own.'),
  GRAFANA_HOME: commands(text('a folder'), 'Where Grafana is installed, if `grafana` is not on the PATH.'),

  SERVICE_NAME: services(
    text('a name of small letters and hyphens', /^[a-z][a-z0-9-]*$/),
    'The name in logs and traces.',
  ),
  HOST: services(
    text('an address to listen on, for example 127.0.0.1', /^[\w.:-]+$/),
    'Address to listen on.',
    '127.0.0.1',
  ),
  PORT: services(
    { ...wholeNumber(0, 65_535, 17_001), right: 'a port number from 0 to 65535, for example 17001' },
    'Port to listen on; 0 for any free one. Required.',
  ),
  DATABASE_URL: services(
    postgresUrl('postgres://order:password@127.0.0.1:17054/order'),
    'Its database. Required by every service with tables.',
  ),
  KAFKA_BROKERS: services(addresses('127.0.0.1:17092,127.0.0.1:17093'), 'Bootstrap brokers.'),
  EVENTSTAGE_FAULT_SWITCH: services(oneOfThese('on', 'off'), 'Whether faults can be injected at `/faults`.', 'off'),
  EVENTSTAGE_FAULTS: services(
    json('{"messages":{"slowMs":15}}'),
    'The faults a service starts with, as `PUT /faults` takes them. The stack sets it for a service that restarts during a fault.',
  ),
  MEMBER_URL: partUrl('member', 17_002),
  COUPON_URL: partUrl('coupon', 17_003),
  REVIEW_URL: partUrl('review', 17_004),
  ORDER_URL: partUrl('order', 17_001),
  ORDER_VIEW_URL: partUrl('order-view', 17_005),
  LAG_WATCHER_URL: partUrl('lag-watcher', 17_006),
  PROMETHEUS_URL: partUrl('Prometheus', 17_090),
  ZIPKIN_URL: partUrl('Zipkin', 17_041),
  ZIPKIN_PUBLIC_URL: services(httpUrl('http://localhost:17041'), 'Address of Zipkin for a browser.', 'as ZIPKIN_URL'),
  AUDITOR_DATABASE_URL: services(
    postgresUrl('postgres://auditor:password@127.0.0.1:17054/{database}'),
    'Address at which the control room reads each database; {database} is replaced by its name.',
  ),
  VIDEO_FOLDER: services(text('a folder'), 'Where uploads are kept.', '.eventstage/videos'),
  VIDEO_LIMIT_MB: passedOn(
    wholeNumber(1, 100_000, 512),
    'Size limit of an upload, and of its smaller version, in MiB.',
    '512',
  ),
  VIDEO_DISK_MB: passedOn(wholeNumber(1, 100_000_000, 8_192), 'Size limit of all files of all videos, in MiB.', '8192'),
  VIDEO_UPLOADS_AT_ONCE: passedOn(wholeNumber(1, 8_192, 64), 'Limit of concurrent uploads.', '64'),
  VIDEO_TRANSCODES_AT_ONCE: passedOn(
    wholeNumber(1, 1_000, 32),
    'Limit of concurrent transcodings in the waiting design; a worker runs one.',
    '32',
  ),
  VIDEO_TRANSCODE_SECONDS: passedOn(wholeNumber(1, 3_600, 3_600), 'Time limit of one transcoding, in seconds.', '3600'),
  VIDEO_THREADS: passedOn(wholeNumber(1, 256, 1), 'Cores used by one transcoding.', '1'),
  RUSH_PORT: services(port(17_017), 'Port of the shop for the rush.', 'PORT + 10'),
  RUSH_TRACED_SHARE: services(share(0.1), "Share of the rush's requests that are traced.", '0.1'),
  OTEL_TRACES_EXPORTER: services(oneOfThese('zipkin', 'otlp', 'none'), 'Where traces are exported to.', 'zipkin'),
  OTEL_EXPORTER_ZIPKIN_ENDPOINT: services(
    httpUrl('http://127.0.0.1:9411/api/v2/spans'),
    'Address of Zipkin, for the exporter zipkin.',
    'http://127.0.0.1:9411/api/v2/spans',
  ),
  OTEL_EXPORTER_OTLP_ENDPOINT: services(
    httpUrl('http://127.0.0.1:4318'),
    'Address of a collector, for the exporter otlp.',
  ),
  OTEL_TRACES_SAMPLER_ARG: services(share(0.5), 'Share of new traces that are sampled.', '1'),

  COMPOSE_PROFILES: containers(
    someOfThese('full', 'lite', 'video', 'toxiproxy'),
    'How much of the stack runs: see docs/compose.md.',
    'full',
  ),
  NODE_VERSION: containers(version('24.21.0'), 'The image of Node.'),
  REDPANDA_VERSION: containers(version('v26.2.1'), 'The image of the brokers.'),
  CONSOLE_VERSION: containers(version('v3.11.0'), 'The image of Redpanda Console.'),
  POSTGRES_VERSION: containers(version('18.4'), 'The image of PostgreSQL.'),
  PROMETHEUS_VERSION: containers(version('v3.12.0'), 'The image of Prometheus.'),
  GRAFANA_VERSION: containers(version('13.1.3'), 'The image of Grafana.'),
  ZIPKIN_VERSION: containers(version('3.6'), 'The image of Zipkin.'),
  TOXIPROXY_VERSION: containers(version('2.9.0'), 'The image of Toxiproxy.'),
  EVENTSTAGE_VERSION: containers(version('0.1.0'), 'The tag of our own images.'),
  GRAFANA_PORT: published('Grafana', 3_000),
  CONSOLE_PORT: published('Redpanda Console', 17_080),
  CONTROL_ROOM_PORT: published('the control room', 17_010),
  PROMETHEUS_PORT: published('Prometheus', 17_090),
  ZIPKIN_PORT: published('Zipkin', 17_041),
  POSTGRES_PORT: published('PostgreSQL', 17_054),
  ORDER_PORT: published('order', 17_001),
  MEMBER_PORT: published('member', 17_002),
  COUPON_PORT: published('coupon', 17_003),
  REVIEW_PORT: published('review', 17_004),
  ORDER_VIEW_PORT: published('order-view', 17_005),
  LAG_WATCHER_PORT: published('lag-watcher', 17_006),
  SHOP_PORT: published('shop', 17_007),
  SHOP_RUSH_PORT: published('the rush', 17_017),
  GIFTICON_PORT: published('gifticon', 17_008),
  VIDEO_PORT: published('video', 17_009),
  VIDEO_WORKER_PORT: published('video-worker', 17_011),
  KAFKA_1_PORT: published('the first broker', 19_092),
  KAFKA_2_PORT: published('the second broker', 29_092),
  KAFKA_3_PORT: published('the third broker', 39_092),
  TOXIPROXY_PORT: published('Toxiproxy', 17_084),
} as const satisfies Record<string, Setting>;

/** Set by us for Grafana's provisioning to read. */
export const alsoOurs: readonly string[] = ['EVENTSTAGE_BOARDS'];

export type SettingName = keyof typeof settings;
export type SettingValue<Name extends SettingName> = (typeof settings)[Name] extends Setting<infer T> ? T : never;
