import { FaultSwitch, InjectedFault, switchAtStart } from './fault-switch.js';

const always = () => 0;
const never = () => 0.999;

test('injects nothing until it is set', async () => {
  const faults = new FaultSwitch(always);
  await expect(faults.beforeRequest()).resolves.toBeUndefined();
  await expect(faults.beforeHandling()).resolves.toBeUndefined();
});

test('the failing share fails, the rest does not', async () => {
  for (const [random, fails] of [
    [() => 0.29, true],
    [() => 0.31, false],
  ] as const) {
    const faults = new FaultSwitch(random);
    faults.set({ http: { failShare: 0.3 } });
    if (fails) await expect(faults.beforeRequest()).rejects.toThrow(InjectedFault);
    else await expect(faults.beforeRequest()).resolves.toBeUndefined();
  }
});

test('requests and messages have separate switches', async () => {
  const faults = new FaultSwitch(always);
  faults.set({ messages: { failShare: 1 } });
  await expect(faults.beforeRequest()).resolves.toBeUndefined();
  await expect(faults.beforeHandling()).rejects.toThrow(InjectedFault);
});

test('setting replaces everything, and an empty setting turns everything off', async () => {
  const faults = new FaultSwitch(always);
  faults.set({ messages: { failShare: 1 }, crashRelayAfterPublish: true });
  faults.set({});
  expect(faults.current()).toEqual({});
  await expect(faults.beforeHandling()).resolves.toBeUndefined();
});

test('the process is killed between publish and mark only if told to', () => {
  let crashes = 0;
  const faults = new FaultSwitch(never, () => crashes++);
  faults.afterPublish();
  faults.set({ crashRelayAfterPublish: true });
  faults.afterPublish();
  expect(crashes).toBe(1);
});

test('invalid settings are rejected and change nothing', () => {
  const faults = new FaultSwitch(always);
  faults.set({ http: { failShare: 0.5 } });
  for (const wrong of [
    { http: { failShare: 2 } },
    { https: {} },
    null,
    'on',
    { http: { slowMs: -1 } },
    { ways: [{ to: '127.0.0.1:1', by: '10.0.0.1:1' }] },
  ]) {
    expect(faults.set(wrong).ok).toBe(false);
  }
  expect(faults.current()).toEqual({ http: { failShare: 0.5 } });
});

describe('the switch of a starting service', () => {
  const start = (faultSwitch: boolean, faultsAtStart?: unknown) =>
    switchAtStart({ name: 'review', faultSwitch, faultsAtStart });

  it('is off, or has the initial settings', () => {
    expect(start(true).current()).toEqual({});
    expect(start(true, { messages: { slowMs: 25 } }).current()).toEqual({ messages: { slowMs: 25 } });
  });

  it('refuses invalid settings, and faults without a switch', () => {
    expect(() => start(true, { slow: 25 })).toThrow(/^review cannot start: EVENTSTAGE_FAULTS is wrong: /);
    expect(() => start(false, {})).toThrow('review cannot start: EVENTSTAGE_FAULTS needs EVENTSTAGE_FAULT_SWITCH=on');
  });
});
