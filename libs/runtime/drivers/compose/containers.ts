import { constants } from 'node:os';
import type { PartKind } from '../../stack.js';
import type { Crash, Down, Health, PartState } from '../../state.js';
import { NotPossible } from '../../not-possible.js';
import { docker } from './docker.js';

/** What the driver reads from `docker inspect`. */
export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly Pid: number;
    readonly StartedAt: string;
    /** When it last exited; `0001-01-01...` if it never did. */
    readonly FinishedAt?: string;
    readonly ExitCode?: number;
    readonly OOMKilled?: boolean;
    readonly Health?: { readonly Status: string };
  };
  readonly Config: { readonly Labels: Readonly<Record<string, string>> | null };
  /** As configured, so it is known even while the container is down. */
  readonly HostConfig: {
    readonly PortBindings: Readonly<Record<string, readonly { HostIp?: string; HostPort: string }[] | null>> | null;
  };
}

/** A part of the stack and its container. */
export interface Container {
  readonly id: string;
  /** Its name in docker-compose.yml. */
  readonly service: string;
  /** Whether it can be scaled: Prometheus must find each instance, or the boards would show only part of the work. */
  readonly scales: boolean;
  /** When its current or last run started, as reported by the engine. */
  readonly startedAt: string;
  readonly part: PartState;
}

export const partLabel = 'eventstage.part';
const kindLabel = 'eventstage.kind';
/** `http=3000,rush=3010`: names for the ports of a container that publishes more than one. */
const portsLabel = 'eventstage.ports';
const scalesLabel = 'eventstage.scales';
const projectLabel = 'com.docker.compose.project';
const serviceLabel = 'com.docker.compose.service';

/** Every part of a compose project, running or not; empty if the project has no containers. */
export async function readContainers(project: string): Promise<Container[]> {
  const filters = [`label=${projectLabel}=${project}`, `label=${partLabel}`].flatMap((one) => ['--filter', one]);
  const ids = (await docker(['ps', '--all', '--quiet', '--no-trunc', ...filters])).split('\n').filter(Boolean);
  if (ids.length === 0) return [];
  try {
    return containersOf(JSON.parse(await docker(['inspect', ...ids])) as Inspected[]);
  } catch (error) {
    // One of them was removed between the two queries.
    if (error instanceof NotPossible && /no such object/i.test(error.message)) return readContainers(project);
    throw error;
  }
}

/** Containers as parts, in the order of their names. */
export function containersOf(inspected: readonly Inspected[]): Container[] {
  return inspected
    .map((one) => {
      const labels = one.Config.Labels ?? {};
      return {
        id: one.Id,
        service: labels[serviceLabel] ?? '',
        scales: scalesLabel in labels,
        startedAt: one.State.StartedAt,
        part: partOf(one),
      };
    })
    .sort((a, b) => a.part.name.localeCompare(b.part.name));
}

function partOf({ Name, State, Config, HostConfig }: Inspected): PartState {
  const labels = Config.Labels ?? {};
  const kind = labels[kindLabel] as PartKind;
  const runs = State.Pid > 0;
  const ports = portsOf(labels[portsLabel] ?? `${portNames[kind] ?? 'http'}=`, HostConfig.PortBindings ?? {});
  const [portName, port] = Object.entries(ports)[0] ?? [];
  return {
    name: labels[partLabel] ?? '',
    kind,
    pid: runs ? State.Pid : null,
    startedAt: runs ? State.StartedAt : null,
    startMark: runs ? State.StartedAt : null,
    address: port === undefined ? null : `${portName === 'http' ? 'http://' : ''}127.0.0.1:${port}`,
    ports,
    health: healthOf(State),
    log: `docker logs ${Name.replace(/^\//, '')}`,
    down: downOf(State),
    crash: crashOf(State),
    restarts: 0,
  };
}

/** The exit codes of a regular stop: `docker stop`, or the program finished. */
const goodEnds: readonly number[] = [0, 128 + constants.signals.SIGTERM, 128 + constants.signals.SIGINT];

function downOf({ Status, ExitCode = 0 }: Inspected['State']): Down | null {
  if (Status === 'created') return { because: 'not started' };
  if (Status === 'paused' || (Status === 'exited' && goodEnds.includes(ExitCode))) return { because: 'by hand' };
  return Status === 'exited' || Status === 'dead' ? { because: 'crash', startsAgainAt: null } : null;
}

/** Its last exit, if it was a crash. The engine forgets it once the container runs again. */
function crashOf({ Status, ExitCode = 0, OOMKilled, FinishedAt = '' }: Inspected['State']): Crash | null {
  if (Status !== 'exited' || goodEnds.includes(ExitCode)) return null;
  const signal = Object.entries(constants.signals).find(([, number]) => number === ExitCode - 128)?.[0] ?? null;
  const lastLines = OOMKilled ? ['The container hit its memory limit and was killed.'] : [];
  return { at: FinishedAt, exitCode: signal === null ? ExitCode : null, signal, lastLines };
}

/** The health reported by the engine. A container without a health check is up while it runs. */
export function healthOf({ Status, Health }: Inspected['State']): Health {
  if (Status === 'paused') return 'paused';
  if (Status === 'restarting') return 'starting';
  if (Status !== 'running') return 'down';
  if (Health?.Status === 'starting') return 'starting';
  return Health?.Status === 'unhealthy' ? 'unwell' : 'up';
}

const portNames: Partial<Record<PartKind, string>> = { broker: 'kafka', database: 'postgres' };

/**
 * Port name to port on this machine.
 * @param named pairs of port name and container port; without a container port, the only published port
 */
function portsOf(
  named: string,
  bindings: NonNullable<Inspected['HostConfig']['PortBindings']>,
): Record<string, number> {
  const published = Object.entries(bindings).flatMap(([inside, hosts]) =>
    (hosts ?? []).map(({ HostPort }) => ({ inside: inside.split('/')[0], port: Number(HostPort) })),
  );
  const pairs = named.split(',').map((pair) => pair.split('='));
  return Object.fromEntries(
    pairs.flatMap(([name = '', wanted]) => {
      const found = published.find(({ inside }) => !wanted || inside === wanted);
      return found ? [[name, found.port]] : [];
    }),
  );
}
