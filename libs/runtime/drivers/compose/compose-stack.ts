import type { Driver } from '../../driver.js';
import { NotPossible } from '../../not-possible.js';
import { clearLeftovers } from '../../preflight/leftovers.js';
import { problems } from '../../preflight/finding.js';
import { timed, type Progress } from '../../progress.js';
import { untilReady } from '../../ready.js';
import { once, type RunningStack, type StartOptions } from '../../running-stack.js';
import type { Settings } from '../../settings.js';
import type { PartState } from '../../state.js';
import { openComposeDriver } from './compose-driver.js';
import { docker, lacksNetwork } from './docker.js';
import { preflightCompose } from './preflight.js';
import { compose } from './project.js';
import { Watch } from './watch.js';

/** For Redpanda, the services and their first scrape; pulling and building at a first start has no limit. */
const upLimitSeconds = 240;

/**
 * Builds, starts and waits until the platform is ready, like the native runtime.
 * @returns undefined if `stopping` was aborted before it was ready; then the containers are gone again
 * @throws NotPossible saying what is missing
 */
export async function startCompose(options: StartOptions): Promise<RunningStack | undefined> {
  const { settings, progress, stopping } = options;
  const begun = performance.now();
  await clearLeftovers(settings.stateFolder, progress);
  if ((await running(settings)).length > 0) {
    throw new NotPossible(
      'The stack is already running in containers: use it, or stop it with `npm run stage -- down --runtime compose`.',
    );
  }
  const inTheWay = problems(await preflightCompose(settings));
  if (inTheWay.length > 0) throw new NotPossible(inTheWay.join('\n'));
  const watch = new Watch(settings, progress, options.whenRestarted);
  try {
    watch.enter('starting', []);
    if (options.fresh) await removeData(settings, progress);
    const driver = await bringUp(options);
    watch.enter('ready', await driver.parts());
    return {
      driver,
      state: () => watch.state(),
      tookMs: performance.now() - begun,
      askedToStop: watch.untilGone(),
      stop: once(async () => {
        watch.enter('stopping', []);
        await stopCompose(settings, progress);
        watch.end();
      }),
    };
  } catch (error) {
    watch.end();
    if (!stopping?.aborted) throw leftStanding(error);
    await stopCompose(settings, progress);
    return undefined;
  }
}

/** Containers that failed to start are kept for their logs; after an interrupt they are removed. */
function leftStanding(error: unknown): unknown {
  if (!(error instanceof NotPossible)) return error;
  const next =
    '`docker compose logs` shows the details, and `npm run stage -- down --runtime compose` removes what was started.';
  return new NotPossible(`${error.message} ${next}`, { cause: error });
}

async function bringUp(options: StartOptions): Promise<Driver> {
  const { settings, progress, stopping, extraParts = [] } = options;
  await build(options);
  const scale = extraParts.some(({ name }) => name === 'load') ? [] : ['--scale', 'load=0'];
  const told = new Set<string>();
  const flags = ['--detach', '--wait', '--wait-timeout', String(upLimitSeconds), '--remove-orphans'];
  await timed(progress, 'starting the containers', () =>
    compose(settings, ['--progress', 'plain', 'up', ...flags, ...scale], {
      signal: stopping,
      env: rateOf(options),
      onLine: (line) => {
        const [, container, now] = /Container (\S+)\s+(Started|Healthy|Exited|Error)/.exec(line) ?? [];
        // Compose repeats it for each container that waits for this one.
        if (!container || !now || now === 'Started' || told.has(container + now)) return;
        told.add(container + now);
        progress(`${container}: ${now.toLowerCase()}`);
      },
    }),
  );
  const driver = await openComposeDriver(settings);
  if (!driver) throw new NotPossible('docker compose started no container: see `docker compose config`.');
  await options.whenUp?.(driver);
  const targets = (await driver.parts()).filter(({ kind }) => kind === 'service').map(({ name }) => name);
  await untilReady({ address: (part) => driver.address(part), targets, progress, signal: stopping });
  return driver;
}

/** Offline nothing can be built, but the images loaded by `compose.offline -- load` work too. */
async function build({ settings, progress, stopping }: StartOptions): Promise<void> {
  try {
    await timed(progress, 'building the image (the first time takes minutes)', () =>
      compose(settings, ['build', '--quiet'], { signal: stopping }),
    );
  } catch (error) {
    if (!(error instanceof NotPossible) || !lacksNetwork(error.message)) throw error;
    const images = (await compose(settings, ['config', '--images'])).split('\n').filter(Boolean);
    await docker(['image', 'inspect', ...images]).catch(() => Promise.reject(error));
    progress(`the image cannot be built now, so the existing images are used: ${error.message}`);
  }
}

/** The rate of the background load, read from the plan of the native load process. */
function rateOf({ extraParts = [] }: StartOptions): Record<string, string> {
  const rate = /"ratePerSecond":\s*([\d.]+)/.exec(
    extraParts.find(({ name }) => name === 'load')?.given.join(' ') ?? '',
  );
  return rate?.[1] ? { EVENTSTAGE_ORDERS_PER_SECOND: rate[1] } : {};
}

async function running(settings: Settings): Promise<PartState[]> {
  const driver = await openComposeDriver(settings);
  return ((await driver?.parts()) ?? []).filter(({ pid }) => pid !== null);
}

/** Stops and removes every container; the volumes, and so the data, stay. */
export async function stopCompose(
  settings: Settings,
  progress: Progress,
): Promise<'stopped' | 'cleared up' | 'nothing ran'> {
  const driver = await openComposeDriver(settings);
  if (!driver) return 'nothing ran';
  const ran = (await running(settings)).length > 0;
  await timed(progress, 'stopping the containers', () =>
    compose(settings, [...everyProfile, 'down', '--remove-orphans']),
  );
  return ran ? 'stopped' : 'cleared up';
}

async function removeData(settings: Settings, progress: Progress): Promise<void> {
  progress('deleting the data of earlier runs (--fresh)');
  await compose(settings, [...everyProfile, 'down', '--volumes', '--remove-orphans']);
}

/** Including containers of an earlier start with other profiles. */
const everyProfile = ['--profile', '*'] as const;
