import { rm } from 'node:fs/promises';
import type { Launch } from './drivers/native/launch.js';
import { startCompose } from './drivers/compose/compose-stack.js';
import { findGrafana, withoutGrafana } from './drivers/native/grafana.js';
import { nativeStack, unbuilt, type NativeStack } from './drivers/native/native-stack.js';
import { createDatabases } from './drivers/native/postgres.js';
import { writeInstances } from './drivers/native/prometheus.js';
import { Supervisor } from './drivers/native/supervisor.js';
import { createTopics } from './drivers/native/topics.js';
import { toxiproxy } from './drivers/native/toxiproxy.js';
import { install } from './install/install.js';
import { missingFfmpeg, requirementSentence } from './install/requirements.mjs';
import { NotPossible } from './not-possible.js';
import { clearLeftovers } from './preflight/leftovers.js';
import { problems } from './preflight/finding.js';
import { preflight } from './preflight/preflight.js';
import { duration, timed, type Progress } from './progress.js';
import { untilReady } from './ready.js';
import { once, type ExtraPart, type RunningStack, type StartOptions } from './running-stack.js';
import { partsAt, portOf, servicesWithDatabase, type PlacedPart } from './stack.js';
import type { Settings } from './settings.js';
import type { TaskName } from './start-order.js';
import { backends, wholeStack } from './start-order.js';
import { backwards, forwards, partsOf, type Starter } from './steps.js';

/**
 * Starts the stack and resolves once it is ready: natively in this process, or in containers that it then supervises.
 * @returns undefined if `stopping` was aborted before it was ready; then everything has been stopped again
 * @throws NotPossible with a sentence for everything that is missing; nothing is left running
 */
export async function startStack(options: StartOptions): Promise<RunningStack | undefined> {
  const { settings, progress, hurrying } = options;
  const asked = new AbortController();
  const stopping = AbortSignal.any([asked.signal, ...(options.stopping ? [options.stopping] : [])]);
  if (settings.runtime === 'compose') return startCompose(options);
  const begun = performance.now();
  await clearLeftovers(settings.stateFolder, progress);
  const inTheWay = problems(await preflight(settings));
  if (inTheWay.length > 0) throw new NotPossible(inTheWay.join('\n'));
  const order = options.backendsOnly ? backends : wholeStack;
  const missing = options.backendsOnly ? [] : unbuilt(settings.root, services(settings));
  if (missing.length > 0) throw new NotPossible(`Not built: ${missing.join(', ')}. Run \`npm run build\`.`);
  for (const missing of missingFfmpeg()) progress(requirementSentence(missing));
  const tools = await install(settings, progress).catch((error: unknown) => {
    // Ctrl-C reaches Maven and apt too, and then their failure is not worth reporting.
    if (!stopping.aborted) throw error;
    return undefined;
  });
  if (!tools) return undefined;
  const native = await nativeStack(settings, tools);
  if (options.fresh) await emptyData(native, progress);

  const supervisor: Supervisor = new Supervisor({
    stateFolder: settings.stateFolder,
    portBase: settings.portBase,
    dataFolders: native.dataFolders,
    progress,
    onScaled: (instances) => writeInstances(native.dataFolders.prometheus, instances),
    onRestarted: async (part) => options.whenRestarted?.(supervisor, part),
    onShutDown: () => asked.abort(),
  });
  const extra = options.extraParts ?? [];
  const stop = once(async () => {
    supervisor.enter('stopping');
    await timed(progress, 'stopping', async () => {
      const last = [...extra.map(({ name }) => name), 'grafana'];
      for (const name of last) if (supervisor.has(name)) await supervisor.stop(name, hurrying);
      await backwards(order, (part) => supervisor.stop(part, hurrying));
      // After the parts whose connections may go through it.
      if (supervisor.has('toxiproxy')) await supervisor.stop('toxiproxy', hurrying);
    });
    await supervisor.close();
  });
  let wereUp = false;
  try {
    await supervisor.open();
    supervisor.offer('toxiproxy', async () => toxiproxy(settings));
    const wanted = partsOf(order);
    for (const part of native.parts) {
      if (!wanted.includes(part.name)) continue;
      const envAtStart = async () => (wereUp && (await options.environmentOf?.(supervisor, part.name))) || {};
      supervisor.add(part, { ...native.launch(part), ...(part.kind === 'service' && { envAtStart }) });
    }
    await forwards(order, starter(supervisor, native, progress, stopping));
    if (!options.backendsOnly) {
      await Promise.all(['zipkin', 'prometheus'].map((part) => supervisor.start(part, stopping)));
      await options.whenUp?.(supervisor);
      wereUp = true;
      await untilReady({
        address: (part) => supervisor.address(part),
        targets: services(settings).map(({ name }) => name),
        progress,
        signal: stopping,
      });
    }
    if (options.grafana) await beginGrafana(supervisor, settings, progress);
    for (const part of extra) {
      supervisor.add({ name: part.name, kind: 'load', ports: {} }, extraLaunch(part, settings.root));
      await supervisor.start(part.name, stopping);
    }
  } catch (error) {
    await stop();
    if (stopping.aborted) return undefined;
    throw error;
  }
  supervisor.enter('ready');
  return {
    driver: supervisor,
    state: () => supervisor.state(),
    tookMs: performance.now() - begun,
    askedToStop: aborted(stopping),
    stop,
  };
}

/** Grafana only observes: if it does not start, the rest continues. */
async function beginGrafana(supervisor: Supervisor, settings: Settings, progress: Progress): Promise<void> {
  const found = await findGrafana(settings, (part) => portOf(settings.portBase, part, 'http'));
  if (!found) return progress(withoutGrafana);
  supervisor.add(found.part, found.launch);
  await supervisor
    .begin(found.part.name)
    .catch((error: unknown) => progress(`Grafana did not start: ${String(error)}`));
}

const services = (settings: Settings): PlacedPart[] =>
  partsAt(settings.portBase).filter(({ kind }) => kind === 'service');

function starter(supervisor: Supervisor, native: NativeStack, progress: Progress, stopping: AbortSignal): Starter {
  const named = (kind: string) => native.parts.filter((part) => part.kind === kind);
  const tasks: Record<TaskName, () => Promise<void>> = {
    topics: () =>
      createTopics(
        named('broker').map(({ ports }) => `127.0.0.1:${ports['kafka']}`),
        stopping,
      ),
    databases: async () =>
      createDatabases(named('database')[0] as PlacedPart, servicesWithDatabase, await native.superuserPassword()),
  };
  const told = async (what: string, work: () => Promise<void>) => {
    stopping.throwIfAborted();
    const begun = performance.now();
    await work();
    progress(`${what}: ${duration(performance.now() - begun)}`);
  };
  return {
    start: (part) => told(`${part} is up`, () => supervisor.start(part, stopping)),
    begin: (part) => supervisor.begin(part),
    task: (name) => told(`${name} are there`, tasks[name as TaskName]),
  };
}

/** An extra part has no endpoint: it is up while it is running. */
function extraLaunch(part: ExtraPart, root: string): Launch {
  const { program, given, env } = part;
  return { program, given, env, cwd: root, answers: async () => true, startLimitMs: 10_000, stopLimitMs: 10_000 };
}

async function emptyData({ dataFolders }: NativeStack, progress: Progress): Promise<void> {
  progress('deleting the data of earlier runs (--fresh)');
  await Promise.all(Object.values(dataFolders).map((folder) => rm(folder, { recursive: true, force: true })));
}

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
