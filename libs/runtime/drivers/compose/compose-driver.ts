import type { Driver } from '../../driver.js';
import { FaultJournal } from '../../fault-journal.js';
import { assertScalable, instanceNames, mostInstances } from '../../instances.js';
import { oneOf } from '../../nearest.js';
import { NotPossible } from '../../not-possible.js';
import type { Settings } from '../../settings.js';
import type { PartKind } from '../../stack.js';
import type { PartState } from '../../state.js';
import { WaitedTooLong, waitFor } from '../../wait.js';
import { addressOf } from '../native/client.js';
import { answersHttp } from '../native/launch.js';
import { ByHand } from './by-hand.js';
import { partLabel, readContainers, type Container } from './containers.js';
import { docker, lastLinesOf } from './docker.js';
import { compose, projectOf } from './project.js';

const startLimitMs = 120_000;
/** After this long a stop becomes a SIGKILL, as on the native runtime. */
const stopLimitSeconds = 15;

/** The health endpoints of parts that have one. The engine checks the others. */
const healthPages: Partial<Record<PartKind, string>> = {
  service: '/readyz',
  prometheus: '/-/ready',
  zipkin: '/health',
  grafana: '/api/health',
};

/**
 * The driver for containers. It is stateless: each call queries the engine, so it stays correct if somebody uses docker by hand.
 * @returns undefined if the project has no containers
 */
export async function openComposeDriver(
  settings: Pick<Settings, 'root' | 'portBase' | 'stateFolder'>,
): Promise<Driver | undefined> {
  const project = projectOf(settings);
  const byHand = new ByHand(settings.stateFolder);
  const journal = new FaultJournal(settings.stateFolder);
  const known = (await readContainers(project)).map(({ part }) => part);
  if (known.length === 0) return undefined;

  async function find(part: string): Promise<Container> {
    const containers = await readContainers(project);
    if (containers.length === 0) throw new NotPossible(`The stack is gone: ${project} has no containers any more.`);
    const names = containers.map((one) => one.part.name);
    oneOf('part', part, names);
    return containers[names.indexOf(part)] as Container;
  }
  async function stop(part: string): Promise<void> {
    const container = await find(part);
    byHand.add(container);
    await Promise.all([stopContainer(container), dismiss(part, 1)]);
  }
  /** Adds what the engine does not know: who stopped it, and its last log lines. */
  async function explained(container: Container): Promise<PartState> {
    const part = await looked(container.part);
    if (part.down === null) return part;
    const { fault, scenario } = journal.holding(part.name) ?? {};
    if (fault !== undefined) return { ...part, down: { because: 'fault', fault, scenario: scenario ?? null } };
    if (part.down.because !== 'crash' || !part.crash) return part;
    if (byHand.has(container)) return { ...part, down: { because: 'by hand' }, crash: null };
    const lastLines = [...(await lastLinesOf(container.id)), ...part.crash.lastLines];
    return { ...part, crash: { ...part.crash, lastLines } };
  }
  async function start(part: string): Promise<void> {
    const container = await find(part);
    if (container.part.health === 'paused') return;
    // Not `docker compose start`, which would wait for its dependencies, and a fault may hold those down.
    if (isDown(container)) await docker(['start', container.id]);
    await untilItAnswers(part, () => find(part));
  }
  async function scale(part: string, instances: number): Promise<void> {
    const container = await find(part);
    assertScalable(container.part, instances);
    if (!container.scales) {
      const those = (await readContainers(project)).filter(({ scales }) => scales).map((one) => one.service);
      throw new NotPossible(`In containers '${part}' cannot be scaled; these can: ${[...new Set(those)].join(', ')}.`);
    }
    await dismiss(part, instances);
    const there = new Set((await readContainers(project)).map((one) => one.part.name));
    const wanted = instanceNames(part, 2, instances);
    for (const name of wanted.filter((one) => !there.has(one))) {
      // Not `up --scale`: the port of the first instance is published, and no second one can have it. Prometheus finds each by the alias.
      const flags = ['--detach', '--no-deps', '--use-aliases', '--no-TTY'];
      const named = ['--name', `${project}-${name}`, '--label', `${partLabel}=${name}`];
      await compose(settings, ['run', ...flags, ...named, container.service]);
    }
    await Promise.all(wanted.map((name) => start(name)));
  }
  /** Removes instances until this many are left. */
  async function dismiss(part: string, instances: number): Promise<void> {
    const names = instanceNames(part, instances + 1, mostInstances);
    const leaving = (await readContainers(project)).filter(({ part: { name } }) => names.includes(name));
    await Promise.all(
      leaving.map(async (container) => {
        await stopContainer(container);
        await docker(['rm', container.id]);
      }),
    );
  }
  return {
    runtime: 'compose',
    parts: async () => Promise.all((await readContainers(project)).map(explained)),
    kill: async (part) => {
      const container = await find(part);
      byHand.add(container);
      if (!isDown(container)) await docker(['kill', container.id]);
    },
    stop,
    start,
    restart: async (part) => {
      await stop(part);
      await start(part);
    },
    pause: async (part) => {
      const container = await find(part);
      if (isDown(container)) throw new NotPossible(`'${part}' is down, so it cannot be paused.`);
      if (container.part.health !== 'paused') await docker(['pause', container.id]);
    },
    resume: async (part) => {
      const container = await find(part);
      if (container.part.health === 'paused') await docker(['unpause', container.id]);
    },
    scale,
    address: (part, port) => addressOf(known, part, port),
  };
}

const isDown = ({ part }: Container): boolean => part.pid === null;

async function stopContainer(container: Container): Promise<void> {
  if (isDown(container)) return;
  // A frozen process would not receive the signal.
  if (container.part.health === 'paused') await docker(['unpause', container.id]);
  await docker(['stop', '-t', String(stopLimitSeconds), container.id]);
}

/** The current state of the part: the engine's own health check runs only every few seconds. */
async function looked(part: PartState): Promise<PartState> {
  const page = healthPages[part.kind];
  if (!page || !part.address || part.pid === null || part.health === 'paused') return part;
  const well = await answersHttp(`${part.address}${page}`).catch(() => false);
  return { ...part, health: well ? 'up' : part.health === 'starting' ? 'starting' : 'unwell' };
}

async function untilItAnswers(part: string, find: () => Promise<Container>): Promise<void> {
  try {
    await waitFor({ what: `${part} to answer`, limitMs: startLimitMs, everyMs: 200 }, async () => {
      const container = await find();
      if (isEnded(container)) return 'ended';
      const { health } = await looked(container.part);
      if (health !== 'up' && health !== 'paused') throw new Error(`it is ${health}`);
      return true;
    });
  } catch (error) {
    if (!(error instanceof WaitedTooLong)) throw error;
    throw new NotPossible(`${part} did not start: ${error.message}.`, { cause: error });
  }
  const { part: now, id } = await find();
  if (now.pid === null) throw new NotPossible(`${part} exited again: see \`docker logs ${id.slice(0, 12)}\`.`);
}

const isEnded = ({ part }: Container): boolean => part.pid === null && part.health === 'down';
