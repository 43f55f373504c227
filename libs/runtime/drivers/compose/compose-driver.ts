import type { Driver } from '../../driver.js';
import { oneOf } from '../../nearest.js';
import { NotPossible } from '../../not-possible.js';
import type { PartKind } from '../../stack.js';
import type { PartState } from '../../state.js';
import { WaitedTooLong, waitFor } from '../../wait.js';
import { addressOf } from '../native/client.js';
import { answersHttp } from '../native/launch.js';
import { readContainers, type Container } from './containers.js';
import { docker } from './docker.js';

const startLimitMs = 120_000;
/** After this long a stop becomes a SIGKILL, as on the native runtime. */
const stopLimitSeconds = 15;

/** What is asked to learn whether a part answers, where it has a page for that. The engine looks at the others. */
const healthPages: Partial<Record<PartKind, string>> = {
  service: '/readyz',
  prometheus: '/-/ready',
  zipkin: '/health',
  grafana: '/api/health',
};

/**
 * The driver that acts on containers. It keeps no state of its own: each call asks the engine, so it stays right when
 * somebody uses docker by hand beside it.
 * @returns undefined when the project has no containers
 */
export async function openComposeDriver(project: string): Promise<Driver | undefined> {
  const known = (await readContainers(project)).map(({ part }) => part);
  if (known.length === 0) return undefined;

  async function find(part: string): Promise<Container> {
    const containers = await readContainers(project);
    if (containers.length === 0) throw new NotPossible(`The stack has gone: ${project} has no containers any more.`);
    const names = containers.map((one) => one.part.name);
    oneOf('part', part, names);
    return containers[names.indexOf(part)] as Container;
  }
  const isDown = ({ part }: Container): boolean => part.pid === null;

  async function stop(part: string): Promise<void> {
    const container = await find(part);
    if (isDown(container)) return;
    // A frozen process would never hear the signal.
    if (container.part.health === 'paused') await docker(['unpause', container.id]);
    await docker(['stop', '-t', String(stopLimitSeconds), container.id]);
  }
  async function start(part: string): Promise<void> {
    const container = await find(part);
    if (container.part.health === 'paused') return;
    // Not `docker compose start`: that would wait for the parts it depends on, which a fault may hold down.
    if (isDown(container)) await docker(['start', container.id]);
    await untilItAnswers(part, () => find(part));
  }
  return {
    runtime: 'compose',
    parts: async () => Promise.all((await readContainers(project)).map(({ part }) => looked(part))),
    kill: async (part) => {
      const container = await find(part);
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
      if (isDown(container)) throw new NotPossible(`'${part}' is down, so there is nothing to pause.`);
      if (container.part.health !== 'paused') await docker(['pause', container.id]);
    },
    resume: async (part) => {
      const container = await find(part);
      if (container.part.health === 'paused') await docker(['unpause', container.id]);
    },
    address: (part, port) => addressOf(known, part, port),
  };
}

/** The part as it is this moment: the engine looks only every few seconds. */
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
  if (now.pid === null) throw new NotPossible(`${part} has ended again: see \`docker logs ${id.slice(0, 12)}\`.`);
}

const isEnded = ({ part }: Container): boolean => part.pid === null && part.health === 'down';
