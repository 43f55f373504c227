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

/** Redpanda, the services and their first scrape; a first start also pulls and builds, which has no limit. */
const upLimitSeconds = 240;

/**
 * Builds, starts and waits until the platform is ready as a whole, as the native runtime does.
 * @returns undefined when `stopping` was raised before it was ready; the containers are gone again then
 * @throws NotPossible with a sentence for what is missing
 */
export async function startCompose(options: StartOptions): Promise<RunningStack | undefined> {
  const { settings, progress, stopping } = options;
  const begun = performance.now();
  await clearLeftovers(settings.stateFolder, progress);
  if ((await running(settings)).length > 0) {
    throw new NotPossible(
      'The stack is up already, in containers: use it, or end it with `npm run stage -- down --runtime compose`.',
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

/** What failed to start is kept, or nobody could read why; what was interrupted is not. */
function leftStanding(error: unknown): unknown {
  if (!(error instanceof NotPossible)) return error;
  const next =
    '`docker compose logs` tells more, and `npm run stage -- down --runtime compose` removes what was started.';
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
        // Compose says it again for each container that waits for this one.
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

/** Without a network nothing can be built, and the images that `compose.offline -- load` brought are as good. */
async function build({ settings, progress, stopping }: StartOptions): Promise<void> {
  try {
    await timed(progress, 'building the image (the first time takes minutes)', () =>
      compose(settings, ['build', '--quiet'], { signal: stopping }),
    );
  } catch (error) {
    if (!(error instanceof NotPossible) || !lacksNetwork(error.message)) throw error;
    const images = (await compose(settings, ['config', '--images'])).split('\n').filter(Boolean);
    await docker(['image', 'inspect', ...images]).catch(() => Promise.reject(error));
    progress(`it cannot be built now, so the images that are there are taken as they are: ${error.message}`);
  }
}

/** The light stream's rate, read from the plan of the process that sends it natively. */
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
  progress('beginning empty: the data of earlier runs is deleted (--fresh)');
  await compose(settings, [...everyProfile, 'down', '--volumes', '--remove-orphans']);
}

/** Also what an earlier start with other profiles made. */
const everyProfile = ['--profile', '*'] as const;
