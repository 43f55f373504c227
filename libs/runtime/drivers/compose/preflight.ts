import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environment, nearestOf, settings as allSettings, wrongSettings, type Environment } from '#settings';
import type { Finding } from '../../preflight/finding.js';
import { holderOf, isFree } from '../../preflight/ports.js';
import type { Settings } from '../../settings.js';
import { readContainers } from './containers.js';
import { docker } from './docker.js';
import { compose, projectOf } from './project.js';

/** What Redpanda requests from the kernel; with less it exits at its start. */
const aioNeeded = 1_048_576;
const oldestCompose = [2, 24] as const;
const mebibyte = 1_024 ** 2;

interface ComposeConfig {
  readonly services: Readonly<Record<string, { mem_limit?: string; ports?: { published: string; target: number }[] }>>;
}

/** Checks every prerequisite of `docker compose up`; changes nothing, and reports problems without throwing. */
export async function preflightCompose(settings: Settings): Promise<Finding[]> {
  const wrong = settingFindings(readFileSync(join(settings.root, '.env'), 'utf8'), environment());
  if (wrong.length > 0) return wrong;
  const engine = await engineFinding();
  if (engine.problem) return [engine];
  const plugin = await pluginFinding();
  if (plugin.problem) return [engine, plugin];
  const config = JSON.parse(await compose(settings, ['config', '--format', 'json'])) as ComposeConfig;
  const ours = new Set((await readContainers(projectOf(settings))).flatMap(({ part }) => Object.values(part.ports)));
  return [
    engine,
    plugin,
    await memoryFinding(config),
    aioFinding(readAio()),
    ...(await Promise.all(portsOf(config).map((one) => portFinding(one, ours)))),
  ];
}

/** Invalid settings in .env or its overrides: compose would report them less clearly, or not at all. */
export function settingFindings(envFile: string, env: Environment): Finding[] {
  const lines = [...envFile.matchAll(/^\s*([A-Za-z_]\w*)\s*=\s*(.*?)\s*$/gm)];
  const file = Object.fromEntries(
    lines.map(([, name = '', value = '']) => [name, value.replace(/^(['"])(.*)\1$/, '$2')]),
  );
  const known = Object.keys(allSettings);
  const unknown = Object.keys(file).filter((name) => !known.includes(name) && !name.startsWith('EVENTSTAGE_'));
  const { COMPOSE_PROFILES = file['COMPOSE_PROFILES'] } = env;
  return [
    ...wrongSettings({ ...file, COMPOSE_PROFILES }, ['containers']),
    ...unknown.map(
      (name) => `There is no setting ${name}; the nearest is ${nearestOf(name, known)}. docs/settings.md lists them.`,
    ),
  ].map((problem) => ({ about: '.env', found: 'an invalid setting', problem }));
}

async function engineFinding(): Promise<Finding> {
  return look('Docker engine', async () => {
    const found = (await docker(['version', '--format', '{{.Server.Version}}'])).trim();
    return { about: 'Docker engine', found };
  });
}

async function pluginFinding(): Promise<Finding> {
  return look('Docker Compose', async () =>
    composeVersionFinding((await docker(['compose', 'version', '--short'])).trim()),
  );
}

/** @param found `5.6.1`, `v2.24.0`, `2.20.2+ds1` */
export function composeVersionFinding(found: string): Finding {
  const [major = 0, minor = 0] = found.replace(/^v/, '').split('.').map(Number);
  const enough = major > oldestCompose[0] || (major === oldestCompose[0] && minor >= oldestCompose[1]);
  return {
    about: 'Docker Compose',
    found,
    ...(!enough && { problem: `Docker Compose ${found} is too old: install ${oldestCompose.join('.')} or newer.` }),
  };
}

/** The sum of all containers' limits, against the engine's memory: on a desktop that is less than the machine's. */
async function memoryFinding(config: ComposeConfig): Promise<Finding> {
  const has = Math.round(Number(await docker(['info', '--format', '{{.MemTotal}}'])) / mebibyte);
  const limits = Object.values(config.services).map(({ mem_limit: limit }) => Number(limit ?? 0));
  const needed = Math.round(limits.reduce((sum, one) => sum + one, 0) / mebibyte);
  return {
    about: 'memory',
    found: `${has} MiB for containers, whose limits add up to ${needed} MiB`,
    ...(has < needed && {
      problem: `Docker has ${has} MiB and the containers need up to ${needed} MiB: give Docker more memory, or set COMPOSE_PROFILES=lite (one broker).`,
      // They do not all reach their limits at once.
      minor: has > needed * 0.75,
    }),
  };
}

/** undefined on a system without it: there the engine runs in a virtual machine, which has enough. */
function readAio(): number | undefined {
  try {
    return Number(readFileSync('/proc/sys/fs/aio-max-nr', 'utf8'));
  } catch {
    return undefined;
  }
}

export function aioFinding(has: number | undefined): Finding {
  if (has === undefined) return { about: 'fs.aio-max-nr', found: 'not Linux: set in the Docker machine' };
  return {
    about: 'fs.aio-max-nr',
    found: String(has),
    ...(has < aioNeeded && {
      problem: `Redpanda needs fs.aio-max-nr=${aioNeeded}, but it is ${has}: \`sudo sysctl -w fs.aio-max-nr=${aioNeeded}\`.`,
    }),
  };
}

interface WantedPort {
  readonly service: string;
  readonly port: number;
}

const portsOf = ({ services }: ComposeConfig): WantedPort[] =>
  Object.entries(services).flatMap(([service, { ports = [] }]) =>
    ports.map(({ published }) => ({ service, port: Number(published) })),
  );

async function portFinding({ service, port }: WantedPort, ours: ReadonlySet<number>): Promise<Finding> {
  const about = `port ${port} (${service})`;
  if (await isFree(port)) return { about, found: 'free' };
  if (ours.has(port)) return { about, found: 'ours' };
  const holder = await holderOf(port);
  const by = holder ? `${holder.name} (pid ${holder.pid})` : "another user's process";
  return {
    about,
    found: `in use by ${by}`,
    problem: `Port ${port}, needed by ${service}, is in use by ${by}: stop it, or choose another port in .env.`,
  };
}

async function look(about: string, at: () => Promise<Finding>): Promise<Finding> {
  try {
    return await at();
  } catch (error) {
    return { about, found: 'not there', problem: (error as Error).message };
  }
}
