import type { Driver } from '../../driver.js';
import { NotPossible } from '../../not-possible.js';
import { startMarkOf } from '../../processes/identity.js';
import { problems } from '../../preflight/preflight.js';
import { duration, timed, type Progress } from '../../progress.js';
import { untilReady } from '../../ready.js';
import type { Settings } from '../../settings.js';
import type { RunningStack, StartOptions } from '../../start-stack.js';
import type { PartState, StackState } from '../../state.js';
import { openComposeDriver } from './compose-driver.js';
import { preflightCompose } from './preflight.js';
import { compose, projectOf } from './project.js';

/** How often it is looked whether somebody else has taken the containers down. */
const lookEveryMs = 2_000;
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
  const inTheWay = problems(await preflightCompose(settings));
  if (inTheWay.length > 0) throw new NotPossible(inTheWay.join('\n'));
  if ((await running(await openComposeDriver(projectOf(settings)))).length > 0) {
    throw new NotPossible(
      'The stack is up already, in containers: use it, or end it with `npm run stage -- down --runtime compose`.',
    );
  }
  let driver: Driver;
  try {
    if (options.fresh) await removeData(settings, progress);
    driver = await bringUp(options);
  } catch (error) {
    // What failed is left standing, so that its logs can be read; what was interrupted is not.
    if (!stopping?.aborted) throw error;
    await stopCompose(settings, progress);
    return undefined;
  }
  return runningStack(options, driver, await driver.parts(), performance.now() - begun);
}

async function bringUp(options: StartOptions): Promise<Driver> {
  const { settings, progress, stopping, extraParts = [] } = options;
  await timed(progress, 'building the image (the first time takes minutes)', () =>
    compose(settings, ['build', '--quiet'], { signal: stopping }),
  );
  const scale = extraParts.some(({ name }) => name === 'load') ? [] : ['--scale', 'load=0'];
  const flags = ['--detach', '--wait', '--wait-timeout', String(upLimitSeconds), '--remove-orphans'];
  await timed(progress, 'starting the containers', () =>
    compose(settings, ['--progress', 'plain', 'up', ...flags, ...scale], {
      signal: stopping,
      env: rateOf(options),
      onLine: (line) => {
        const [, container, now] = /Container (\S+)\s+(Started|Healthy|Exited|Error)/.exec(line) ?? [];
        if (container && now !== 'Started') progress(`${container}: ${now?.toLowerCase()}`);
      },
    }),
  );
  const driver = await openComposeDriver(projectOf(settings));
  if (!driver) throw new NotPossible('docker compose started no container: see `docker compose config`.');
  const targets = (await driver.parts()).filter(({ kind }) => kind === 'service').map(({ name }) => name);
  await untilReady({ address: (part) => driver.address(part), targets, progress, signal: stopping });
  return driver;
}

/** The light stream's rate, read from the plan of the process that sends it natively. */
function rateOf({ extraParts = [] }: StartOptions): Record<string, string> {
  const rate = /"ratePerSecond":\s*([\d.]+)/.exec(
    extraParts.find(({ name }) => name === 'load')?.given.join(' ') ?? '',
  );
  return rate?.[1] ? { EVENTSTAGE_ORDERS_PER_SECOND: rate[1] } : {};
}

const running = async (driver: Driver | undefined): Promise<PartState[]> =>
  ((await driver?.parts()) ?? []).filter(({ pid }) => pid !== null);

function runningStack(
  { settings, progress }: StartOptions,
  driver: Driver,
  parts: readonly PartState[],
  tookMs: number,
): RunningStack {
  const startedAt = new Date(Date.now() - tookMs).toISOString();
  const readyAt = new Date().toISOString();
  let looking: NodeJS.Timeout | undefined;
  const askedToStop = new Promise<void>((resolve) => {
    looking = setInterval(() => {
      void openComposeDriver(projectOf(settings)).then(
        (found) => !found && resolve(),
        () => resolve(), // The engine itself has gone.
      );
    }, lookEveryMs);
  });
  let going: Promise<void> | undefined;
  const stop = async (): Promise<void> => {
    clearInterval(looking);
    await stopCompose(settings, progress);
  };
  const state = (): StackState => ({
    version: 1,
    runtime: 'compose',
    phase: going ? 'stopping' : 'ready',
    startedAt,
    readyAt,
    portBase: settings.portBase,
    supervisor: { pid: process.pid, startMark: startMarkOf(process.pid) ?? '', control: null, token: '' },
    dataFolders: {},
    parts,
  });
  return { driver, state, tookMs, askedToStop, stop: () => (going ??= stop()) };
}

/** Stops and removes every container; the volumes, and so the data, stay. */
export async function stopCompose(
  settings: Settings,
  progress: Progress,
): Promise<'stopped' | 'cleared up' | 'nothing ran'> {
  const driver = await openComposeDriver(projectOf(settings));
  if (!driver) return 'nothing ran';
  const ran = (await running(driver)).length > 0;
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

/** For `status`: how long the stack has been there and what it consists of. */
export async function composeStatus(settings: Settings): Promise<PartState[]> {
  const driver = await openComposeDriver(projectOf(settings));
  if (!driver) throw new NotPossible('No stack is running in containers: start one with `docker compose up --detach`.');
  return driver.parts();
}

export { duration };
