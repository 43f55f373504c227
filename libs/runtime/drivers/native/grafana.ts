import { access, realpath } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { environment, type Environment } from '#settings';
import { onPath } from '../../install/requirements.mjs';
import type { PlacedPart } from '../../stack.js';
import type { Settings } from '../../settings.js';
import { answersHttp, type Launch } from './launch.js';

/** Grafana is optional: the control room draws the same boards. If it is installed, it is started too. */
export interface GrafanaFound {
  readonly part: PlacedPart;
  readonly launch: Launch;
}

export const withoutGrafana =
  'Grafana is not installed. To use the same boards there, install it (grafana.com/grafana/download), put `grafana` on the PATH or set GRAFANA_HOME to its folder, and restart.';

const portOffset = 30;

/**
 * Looks for Grafana on the PATH and in GRAFANA_HOME.
 * @param ports of the parts it reads from, by part name
 * @returns undefined if there is none, or if its home (the folder with conf/defaults.ini) cannot be found
 */
export async function findGrafana(
  settings: Settings,
  portOfPart: (part: string) => number,
  env: Environment = environment(),
): Promise<GrafanaFound | undefined> {
  const home = env['GRAFANA_HOME'];
  const path = [...(home ? [join(home, 'bin')] : []), env['PATH'] ?? ''].join(delimiter);
  const grafana = onPath('grafana', path);
  const program = grafana ?? onPath('grafana-server', path);
  if (!program) return undefined;
  const homePath = await homeOf(program, home);
  if (!homePath) return undefined;
  const port = settings.portBase + portOffset;
  return {
    part: { name: 'grafana', kind: 'grafana', ports: { http: port } },
    launch: {
      program,
      given: [...(grafana ? ['server'] : []), '--homepath', homePath],
      env: grafanaEnvironment(settings, portOfPart, port),
      answers: () => answersHttp(`http://127.0.0.1:${port}/api/health`),
      startLimitMs: 60_000,
      stopLimitMs: 10_000,
    },
  };
}

/** Debian, Homebrew and the archive put it in different places relative to the program. */
async function homeOf(program: string, home: string | undefined): Promise<string | undefined> {
  const besideProgram = dirname(dirname(await realpath(program)));
  const places = [home, besideProgram, join(besideProgram, 'share', 'grafana'), '/usr/share/grafana'];
  for (const place of places) {
    if (place === undefined) continue;
    const there = await access(join(place, 'conf', 'defaults.ini')).then(
      () => true,
      () => false,
    );
    if (there) return place;
  }
  return undefined;
}

/** The same as in docker-compose.yml: any user of this machine can view and edit, and nothing calls home. */
function grafanaEnvironment(
  { root, stateFolder }: Settings,
  portOfPart: (part: string) => number,
  port: number,
): Record<string, string> {
  const boards = join(root, 'grafana', 'generated');
  const data = join(stateFolder, 'data', 'grafana');
  const zipkin = `http://127.0.0.1:${portOfPart('zipkin')}`;
  return {
    PROMETHEUS_URL: `http://127.0.0.1:${portOfPart('prometheus')}`,
    ZIPKIN_URL: zipkin,
    ZIPKIN_PUBLIC_URL: zipkin,
    EVENTSTAGE_BOARDS: boards,
    GF_SERVER_HTTP_ADDR: '127.0.0.1',
    GF_SERVER_HTTP_PORT: String(port),
    GF_PATHS_DATA: data,
    GF_PATHS_LOGS: join(data, 'log'),
    GF_PATHS_PLUGINS: join(data, 'plugins'),
    GF_PATHS_PROVISIONING: join(root, 'grafana', 'provisioning'),
    GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH: join(boards, 'en', 'eventstage-stage-en.json'),
    GF_DASHBOARDS_MIN_REFRESH_INTERVAL: '1s',
    GF_AUTH_ANONYMOUS_ENABLED: 'true',
    GF_AUTH_ANONYMOUS_ORG_ROLE: 'Editor',
    GF_AUTH_DISABLE_LOGIN_FORM: 'true',
    // There is no login, so there is no administrator and no password to guess.
    GF_AUTH_BASIC_ENABLED: 'false',
    GF_SECURITY_DISABLE_INITIAL_ADMIN_CREATION: 'true',
    // Only its own pages, at its own address: no framing, no other origin, no DNS rebinding.
    GF_SECURITY_ALLOW_EMBEDDING: 'false',
    GF_SECURITY_CSRF_ALWAYS_CHECK: 'true',
    GF_SERVER_DOMAIN: '127.0.0.1',
    GF_SERVER_ENFORCE_DOMAIN: 'true',
    GF_SERVER_ROOT_URL: `http://127.0.0.1:${port}/`,
    GF_ANALYTICS_REPORTING_ENABLED: 'false',
    GF_ANALYTICS_CHECK_FOR_UPDATES: 'false',
    GF_ANALYTICS_CHECK_FOR_PLUGIN_UPDATES: 'false',
    GF_NEWS_NEWS_FEED_ENABLED: 'false',
    GF_PLUGINS_PREINSTALL_DISABLED: 'true',
    GF_PLUGINS_PREINSTALL_AUTO_UPDATE: 'false',
  };
}
