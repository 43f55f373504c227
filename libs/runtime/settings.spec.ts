import { NotPossible } from './not-possible.js';
import { settingsFrom } from './settings.js';
import { partsAt } from './stack.js';

describe('the settings', () => {
  it('keep everything in the project by default', () => {
    expect(settingsFrom('/project', {})).toEqual({
      root: '/project',
      stateFolder: '/project/.eventstage',
      toolsFolder: '/project/.eventstage/tools',
      portBase: 17_000,
      runtime: 'native',
      ordersPerSecond: 2,
    });
  });

  it('move all ports and the state, and share the tools', () => {
    const settings = settingsFrom('/project', { EVENTSTAGE_PORT_BASE: '18000', EVENTSTAGE_STATE_DIR: '/elsewhere' });
    expect(settings).toMatchObject({
      portBase: 18_000,
      stateFolder: '/elsewhere',
      toolsFolder: '/project/.eventstage/tools',
    });
  });

  it('start a relative state folder at the project, wherever the command is run', () => {
    expect(settingsFrom('/project', { EVENTSTAGE_STATE_DIR: '../state' }).stateFolder).toBe('/state');
  });

  it.each(['/a:b', '/a\nb'])('refuse the folder %j, which does not work in PATH-like lists', (folder) => {
    expect(() => settingsFrom(folder, {})).toThrow(NotPossible);
    expect(() => settingsFrom('/project', { EVENTSTAGE_STATE_DIR: folder })).toThrow(NotPossible);
  });

  it('report all mistakes together', () => {
    const env = { EVENTSTAGE_PORT_BASE: 'x', EVENTSTAGE_RUNTIME: 'y', EVENTSTAGE_PORTBASE: '18000' };
    expect(() => settingsFrom('/project', env)).toThrow(
      [
        'EVENTSTAGE_PORT_BASE is "x": give a whole number from 1024 to 65000, for example 18000.',
        'EVENTSTAGE_RUNTIME is "y": give native or compose.',
        'There is no setting EVENTSTAGE_PORTBASE; the nearest is EVENTSTAGE_PORT_BASE. docs/settings.md lists them.',
      ].join('\n'),
    );
  });

  it.each(['abc', '80', '65500', '17000.5', '-1'])('refuse the port base %s', (text) => {
    expect(() => settingsFrom('/project', { EVENTSTAGE_PORT_BASE: text })).toThrow(NotPossible);
  });
});

describe('the runtime', () => {
  it('is native, or containers if EVENTSTAGE_RUNTIME says so', () => {
    expect(settingsFrom('/project', { EVENTSTAGE_RUNTIME: 'compose' }).runtime).toBe('compose');
    expect(settingsFrom('/project', { EVENTSTAGE_RUNTIME: '' }).runtime).toBe('native');
    expect(() => settingsFrom('/project', { EVENTSTAGE_RUNTIME: 'compos' })).toThrow(
      'EVENTSTAGE_RUNTIME is "compos": give native or compose.',
    );
  });
});

describe('the ports of the stack', () => {
  it('are each taken once, and stay clear of 3000, 5000, 7000 and 8080', () => {
    const ports = partsAt(settingsFrom('/project', {}).portBase).flatMap((part) => Object.values(part.ports));
    expect(new Set(ports).size).toBe(ports.length);
    expect(ports.filter((port) => [3_000, 5_000, 7_000, 8_080].includes(port))).toEqual([]);
  });
});
