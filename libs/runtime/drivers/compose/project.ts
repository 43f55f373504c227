import { defaultPortBase, partsAt } from '../../stack.js';
import type { Settings } from '../../settings.js';
import { docker, type DockerOptions } from './docker.js';

/** Ports that only this runtime publishes, as offsets from the port base. */
const ownPorts = { GRAFANA_PORT: 30, CONSOLE_PORT: 80, TOXIPROXY_PORT: 84 } as const;

/** The compose project of this checkout: the default of `docker compose`, unless the ports were moved. */
export const projectOf = ({ portBase }: Pick<Settings, 'portBase'>): string =>
  portBase === defaultPortBase ? 'eventstage' : `eventstage-${portBase}`;

/**
 * Overrides of `.env`. None for the default port base: then the ports of `.env` apply, including Grafana's 3000 and Redpanda's 19092.
 * Any other base moves all of them, so that a second stack can run next to the first.
 */
export function portEnvironment(portBase: number): Record<string, string> {
  if (portBase === defaultPortBase) return {};
  const moved = partsAt(portBase).flatMap(({ name, kind, ports }) =>
    Object.entries(ports).flatMap(([portName, port], index) => {
      const variable = `${name} ${index === 0 ? '' : `${portName} `}port`.replaceAll(/[- ]/g, '_').toUpperCase();
      // A broker's second port is for other brokers only, inside the container network.
      return kind === 'broker' && index > 0 ? [] : [[variable, String(port)]];
    }),
  );
  const own = Object.entries(ownPorts).map(([name, offset]) => [name, String(portBase + offset)]);
  return Object.fromEntries([...moved, ...own]) as Record<string, string>;
}

/** `docker compose` on the project of this checkout. */
export function compose(
  settings: Pick<Settings, 'root' | 'portBase'>,
  given: readonly string[],
  options: DockerOptions = {},
): Promise<string> {
  return docker(['compose', '--project-name', projectOf(settings), ...given], {
    cwd: settings.root,
    ...options,
    env: { ...portEnvironment(settings.portBase), ...options.env },
  });
}
