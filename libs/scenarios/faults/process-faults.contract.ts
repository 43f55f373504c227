import { openTrialPlace, waitFor, type Driver, type PartState, type TrialPlace } from '#runtime';
import { serviceProcess } from '../../runtime/drivers/native/service.js';
import { Supervisor } from '../../runtime/drivers/native/supervisor.js';
import { partsAt, type PlacedPart } from '../../runtime/stack.js';
import { openFaults, type Faults } from './inject.js';

/** One real service, which needs nothing else to be up, and the supervisor that restarts it. */
const name = 'control-room';
let place: TrialPlace;
let supervisor: Supervisor;

/** Instances share nothing but the journal, as separate processes would. */
function anotherProcess(): Faults {
  const { parts, kill, stop, start, restart, pause, resume, scale, address } = supervisor;
  const driver: Driver = { ...{ runtime: 'native', parts, address }, kill, stop, start, restart, pause, resume, scale };
  const silent = { faults: async () => {}, scenario: async () => {}, recovery: async () => {} };
  return openFaults({ stateFolder: place.settings.stateFolder, driver, announcer: silent });
}

const state = async (): Promise<PartState> =>
  (await supervisor.parts()).find((part) => part.name === name) as PartState;

beforeAll(async () => {
  place = await openTrialPlace(process.cwd(), 'process-faults');
  const { stateFolder, portBase, root } = place.settings;
  const parts = partsAt(portBase);
  const service = parts.find((part) => part.name === name) as PlacedPart;
  supervisor = new Supervisor({
    ...{ stateFolder, portBase, dataFolders: {}, progress: () => {}, onShutDown: () => {} },
    onRestarted: (part) => anotherProcess().remind(part),
  });
  const folders = { cacheFolder: stateFolder, videoFolder: stateFolder };
  supervisor.add(service, serviceProcess({ service, parts, hasDatabase: false, root, ...folders }));
  await supervisor.open();
  await supervisor.start(name);
}, 120_000);

afterEach(async () => void (await anotherProcess().clearAll()));

afterAll(async () => {
  await supervisor.stop(name);
  await supervisor.close();
  await place.close();
}, 60_000);

/** Applies it, and waits for evidence. @returns the evidence, and the service before */
async function suffered(fault: string, parameters?: Record<string, string>) {
  const before = await state();
  const beganAt = Date.now();
  const active = await anotherProcess().inject(fault, name, { with: parameters });
  const look = () => anotherProcess().evidence(active, before, beganAt);
  const seen = await waitFor({ what: `${fault} to be seen`, limitMs: 60_000 }, async () => (await look()) ?? undefined);
  return { seen, before, active };
}

/** Another process undoes it. */
async function cleared(): Promise<void> {
  expect(await anotherProcess().clearAll()).toHaveLength(1);
  expect((await state()).health).toBe('up');
}

describe('process faults', () => {
  it('keep a service busy most of the time, and idle again once undone', async () => {
    const { seen, before, active } = await suffered('busy-loop', { share: '80%' });
    expect(seen).toMatch(/^its event loop is busy \d+% of the time$/);
    await cleared();
    await waitFor({ what: 'the service to rest', limitMs: 20_000 }, async () => {
      return (await anotherProcess().evidence(active, before, 0)) === null;
    });
    expect((await state()).pid).toBe(before.pid);
  });

  it.each(['5m', '-5m'])('shift its clock by %s, and back again once undone', async (by) => {
    const { seen, before, active } = await suffered('wrong-clock', { by });
    const seconds = Number(/off by (-?[\d.]+) s/.exec(seen)?.[1]);
    expect(Math.abs(seconds - (by === '5m' ? 300 : -300))).toBeLessThan(20);
    await cleared();
    expect(await anotherProcess().evidence(active, before, 0)).toBeNull();
  });

  it('make it exit repeatedly, with a longer pause each time, and stay up once undone', async () => {
    const { seen, before } = await suffered('crash-loop', { code: '7' });
    expect(seen).toBe('it exited: exit code 7');
    await waitFor({ what: 'it to exit a second time', limitMs: 60_000 }, async () => {
      const { restarts, health, crash } = await state();
      return restarts > before.restarts && health === 'down' && crash?.exitCode === 7;
    });
    const { down, crash } = await state();
    const startsAgainAt = down?.because === 'crash' ? down.startsAgainAt : null;
    // Half a second after the first exit, and twice as long after each further one.
    expect(Date.parse(startsAgainAt ?? '') - Date.parse(crash?.at ?? '')).toBeGreaterThan(700);
    await cleared();
    const { pid } = await state();
    expect(pid).not.toBe(before.pid);
  });

  it('fill its memory until it dies and is restarted', async () => {
    const { seen, before } = await suffered('out-of-memory', { within: '2s' });
    expect(seen).toBe('it exited: SIGABRT');
    await waitFor({ what: 'it to be started again', limitMs: 60_000 }, async () => {
      const { restarts, health } = await state();
      return restarts > before.restarts && health === 'up';
    });
    await cleared();
  });
});
