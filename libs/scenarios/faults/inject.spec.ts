import { FaultJournal, NotPossible, parts, type Driver, type PartState } from '#runtime';
import type { Queries } from '#database';
import { createServer, type Server } from 'node:http';
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announcer } from '../engine/announce.js';
import { faultNamed, faults } from './catalog.js';
import type { BrokerAccess, Fault } from './fault.js';
import { healFaults, openFaults, type FaultsOptions } from './inject.js';
import { sumOfSwitches } from './switch.js';

/** An in-memory stack of two parts that does what a driver promises; its service's switch is a real HTTP server. */
class SmallStack {
  readonly health = new Map<string, PartState['health']>([
    ['review', 'up'],
    ['video', 'up'],
    ['kafka-1', 'up'],
    ['postgres', 'up'],
  ]);
  switchSettings: unknown = {};
  /** How often any switch was set. */
  switched = 0;
  private server: Server | undefined;
  private origin = '';

  async open(): Promise<void> {
    this.server = createServer((request, response) => {
      request.on('data', (body: Buffer) => void (this.switchSettings = JSON.parse(body.toString()) as unknown));
      request.on('end', () => (this.switched++, response.end('{}')));
    });
    await new Promise<void>((resolve) => this.server?.listen(0, '127.0.0.1', resolve));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  driver(): Driver {
    const set = (health: PartState['health']) => async (part: string) => void this.health.set(part, health);
    return {
      runtime: 'native',
      parts: async () =>
        [...this.health].map(
          ([name, health]) => ({ name, health, kind: kindOf(name), address: this.origin }) as PartState,
        ),
      kill: set('down'),
      stop: set('down'),
      start: set('up'),
      restart: set('up'),
      pause: set('paused'),
      resume: set('up'),
      scale: async () => {},
      address: () => this.origin,
    };
  }
}

const kindOf = (name: string) => parts.find((part) => part.name === name.replace(/^review-\d$/, 'review'))?.kind;

const silent: Announcer = { faults: async () => {}, scenario: async () => {}, recovery: async () => {} };

let stack: SmallStack;
let stateFolder: string;
const inDatabaseOf = async <T>(_service: string, work: (database: Queries) => Promise<T>): Promise<T> =>
  work({ query: async () => ({ rows: [], rowCount: 0, command: '', oid: 0, fields: [] }) });
const brokers: BrokerAccess = { publish: async () => {}, deadLettersOf: async () => [] };
const options = (): FaultsOptions => {
  return { ...{ stateFolder, driver: stack.driver(), announcer: silent }, inDatabaseOf, brokers };
};
const open = () => openFaults(options());
/** Every fault applies to the review service, or else to the upload site or the database. */
function partFor({ kinds = ['service'], parts: own = ['review'] }: Fault): string {
  if (!kinds.includes('service')) return 'postgres';
  return own.includes('review') ? 'review' : 'video';
}
const cases = faults.map((fault) => [fault.name, partFor(fault)] as const);

beforeEach(async () => {
  stack = new SmallStack();
  await stack.open();
  stateFolder = mkdtempSync(join(tmpdir(), 'faults-'));
  const state = { version: 1, parts: [], supervisor: { pid: 1 }, dataFolders: { videos: join(stateFolder, 'videos') } };
  writeFileSync(join(stateFolder, 'state.json'), JSON.stringify(state));
});
afterEach(() => {
  stack.close();
  rmSync(stateFolder, { recursive: true });
});

describe('every fault', () => {
  it.each(cases)('%s leaves %s up and its switch off once undone', async (name, part) => {
    const opened = open();
    await opened.inject(name, part);
    await opened.clearAll();
    expect(stack.health.get(part)).toBe('up');
    expect(stack.switchSettings).toEqual({});
    expect(opened.active()).toEqual([]);
  });

  it.each(cases.filter(([name]) => !faultNamed(name).passes))(
    '%s of %s is undone by the next process if the one that applied it was killed',
    async (name, part) => {
      await open().inject(name, part, { scenario: 'review-outage' });
      expect(new FaultJournal(stateFolder).read()).toMatchObject([{ fault: name, part, scenario: 'review-outage' }]);
      const healed = await healFaults(options());
      expect(healed).toHaveLength(1);
      expect(stack.health.get(part)).toBe('up');
      expect(stack.switchSettings).toEqual({});
    },
  );
});

describe('injecting', () => {
  it('writes the journal before it breaks anything', async () => {
    const driver = stack.driver();
    let seen: unknown;
    driver.kill = async () => void (seen = new FaultJournal(stateFolder).read());
    await openFaults({ stateFolder, driver, announcer: silent }).inject('kill', 'review');
    expect(seen).toMatchObject([{ fault: 'kill', part: 'review' }]);
  });

  it('names the nearest fault and the nearest part', async () => {
    await expect(open().inject('kil', 'review')).rejects.toThrow(/no fault 'kil'; the nearest is 'kill'/);
    await expect(open().inject('kill', 'reviw')).rejects.toThrow(/no part 'reviw'; the nearest is 'review'/);
  });

  it('says why a broker cannot be made slow', async () => {
    await expect(open().inject('slow', 'kafka-1')).rejects.toThrow(NotPossible);
    await expect(open().inject('slow', 'kafka-1')).rejects.toThrow(/kafka-1 is a broker/);
  });

  it('refuses a fault on a part that is already down', async () => {
    await open().inject('kill', 'review');
    await expect(open().inject('pause', 'review')).rejects.toThrow(/review is down/);
  });

  it('refuses a fault on a part it does not apply to, and names those it does', async () => {
    stack.health.set('lag-watcher', 'up');
    await expect(open().inject('end-connections', 'lag-watcher')).rejects.toThrow(/only to order, member/);
  });

  it('refuses a fault that needs the database while that is down', async () => {
    stack.health.set('postgres', 'down');
    await expect(open().inject('end-connections', 'review')).rejects.toThrow(/postgres is down/);
  });

  it('leaves no fault in the journal when it could not be applied', async () => {
    const driver = stack.driver();
    driver.kill = async () => Promise.reject(new Error('no such process'));
    const opened = openFaults({ stateFolder, driver, announcer: silent });
    await expect(opened.inject('kill', 'review')).rejects.toThrow('no such process');
    expect(opened.active()).toEqual([]);
  });

  it('keeps a fault in the journal if it could not be undone', async () => {
    const driver = stack.driver();
    driver.start = async () => Promise.reject(new Error('does not start'));
    const opened = openFaults({ stateFolder, driver, announcer: silent });
    const active = await opened.inject('kill', 'review');
    await expect(opened.clear(active)).rejects.toThrow('does not start');
    expect(opened.active()).toHaveLength(1);
  });

  it('drops a fault of a part that this stack does not have', async () => {
    const driver = stack.driver();
    const opened = openFaults({ stateFolder, driver, announcer: silent });
    await opened.inject('kill', 'review');
    const withoutReview = { ...driver, parts: async () => [] };
    await openFaults({ stateFolder, driver: withoutReview, announcer: silent }).clearAll();
    expect(opened.active()).toEqual([]);
  });
});

describe('a part that exits once more after its fault has ended', () => {
  it.each([
    ['crash-loop', 'review', 'start'],
    ['out-of-memory', 'review', 'start'],
    ['refuse-writes', 'postgres', 'restart'],
  ] as const)('is brought back: %s %s', async (fault, part, how) => {
    const driver = stack.driver();
    let tries = 0;
    const exitsOnce = async (name: string) => {
      if (++tries === 1) throw new NotPossible(`${name} did not start (exit code 1).`);
      await driver[how](name);
    };
    const opened = openFaults({ ...options(), driver: { ...driver, [how]: exitsOnce } });
    await opened.inject(fault, part);
    expect(await opened.clearAll()).toHaveLength(1);
    expect(tries).toBe(2);
    expect(opened.active()).toEqual([]);
  });
});

it('says so if a fault can neither be injected nor undone, and keeps it in the journal', async () => {
  stack.close();
  await expect(open().inject('slow', 'review')).rejects.toThrow(
    /undoing it failed too: .*`npm run stage -- fault clear`/,
  );
  expect(open().active()).toMatchObject([{ fault: 'slow', part: 'review' }]);
});

describe('a full upload folder', () => {
  const filler = () => join(stateFolder, 'videos', 'renditions', 'full-disk');

  it('contains a file that seems large and takes no space, until another process removes it', async () => {
    await open().inject('full-disk', 'video');
    expect(statSync(filler()).size).toBe(2 ** 40);
    expect(statSync(filler()).blocks).toBeLessThan(100);
    await open().clearAll();
    expect(existsSync(filler())).toBe(false);
  });

  it('is refused in containers, where the folder is out of reach', async () => {
    rmSync(join(stateFolder, 'state.json'));
    await expect(open().inject('full-disk', 'video')).rejects.toThrow(/needs a native stack/);
    expect(open().active()).toEqual([]);
  });
});

describe('the switch of a service', () => {
  const on = (fault: string) => ({ fault, part: 'review', scenario: null, appliedAt: '' });

  it('holds two faults at the same time, and one when the other is cleared', async () => {
    const opened = open();
    const slow = await opened.inject('slow', 'review');
    await opened.inject('fail', 'review');
    expect(stack.switchSettings).toMatchObject({ http: { slowMs: 400, failShare: 0.3 } });
    await opened.clear(slow);
    expect(stack.switchSettings).toEqual({ http: { failShare: 0.3 }, messages: { failShare: 0.3 } });
  });

  it('need not be turned off when its part is down: the fault is over', async () => {
    const opened = open();
    await opened.inject('fail', 'review');
    stack.health.set('review', 'down');
    stack.close();
    await opened.clearAll();
    expect(opened.active()).toEqual([]);
  });

  it('is set again when its part recovers from another fault', async () => {
    const opened = open();
    await opened.inject('fail', 'review');
    const killed = await opened.inject('kill', 'review');
    stack.switchSettings = {};
    await opened.clear(killed);
    expect(stack.switchSettings).toMatchObject({ http: { failShare: 0.3 } });
  });

  it('is turned off once its part is up, if that is just being restarted', async () => {
    const opened = open();
    await opened.inject('fail', 'review');
    stack.health.set('review', 'starting');
    await opened.clearAll();
    expect(stack.health.get('review')).toBe('up');
    expect(stack.switchSettings).toEqual({});
  });

  it('is known before its part starts', async () => {
    const opened = open();
    expect(await opened.switchOf('review')).toEqual({});
    await opened.inject('slow', 'review', { with: { by: '25ms', share: '100%' } });
    const slow = { slowMs: 25, slowShare: 1 };
    expect(await opened.switchOf('review')).toEqual({ http: slow, messages: slow });
    expect(await opened.switchOf('coupon')).toEqual({});
  });

  it('is set in every instance, including later ones', async () => {
    stack.health.set('review-2', 'up');
    await open().inject('slow', 'review');
    expect(stack.switched).toBe(2);
    await open().remind('review-2');
    expect(stack.switched).toBe(4);
  });

  it('is set again for a part that crashed, and for no other', async () => {
    const opened = open();
    await opened.inject('slow', 'review');
    stack.switchSettings = {};
    await opened.remind('coupon');
    expect(stack.switchSettings).toEqual({});
    await opened.remind('review');
    expect(stack.switchSettings).toMatchObject({ http: { slowMs: 400 } });
  });

  it('ignores faults of other parts, and faults that need no switch', () => {
    expect(sumOfSwitches([on('kill'), { ...on('slow'), part: 'coupon' }], 'review')).toEqual({});
  });
});
