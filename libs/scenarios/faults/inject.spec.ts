import { FaultJournal, NotPossible, parts, type Driver, type PartState } from '#runtime';
import type { Queries } from '#database';
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Announcer } from '../engine/announce.js';
import { faults } from './catalog.js';
import { healFaults, openFaults } from './inject.js';
import { sumOfSwitches } from './switch.js';

/** A stack of two parts that does what a driver promises, in memory; its service's switch is a real HTTP server. */
class SmallStack {
  readonly health = new Map<string, PartState['health']>([
    ['review', 'up'],
    ['kafka-1', 'up'],
  ]);
  switchSettings: unknown = {};
  private server: Server | undefined;
  private origin = '';

  async open(): Promise<void> {
    this.server = createServer((request, response) => {
      request.on('data', (body: Buffer) => void (this.switchSettings = JSON.parse(body.toString()) as unknown));
      request.on('end', () => response.end('{}'));
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
      parts: async () => [...this.health].map(([name, health]) => ({ name, health, kind: kindOf(name) }) as PartState),
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

const kindOf = (name: string) => parts.find((part) => part.name === name)?.kind;

const silent: Announcer = { faults: async () => {}, scenario: async () => {}, recovery: async () => {} };

let stack: SmallStack;
let stateFolder: string;
const inDatabaseOf = async <T>(_service: string, work: (database: Queries) => Promise<T>): Promise<T> =>
  work({ query: async () => ({ rows: [], rowCount: 0, command: '', oid: 0, fields: [] }) });
const open = () => openFaults({ stateFolder, driver: stack.driver(), announcer: silent, inDatabaseOf });

beforeEach(async () => {
  stack = new SmallStack();
  await stack.open();
  stateFolder = mkdtempSync(join(tmpdir(), 'faults-'));
});
afterEach(() => {
  stack.close();
  rmSync(stateFolder, { recursive: true });
});

describe('every fault', () => {
  it.each(faults.map(({ name }) => name))('%s leaves the part up and its switch off once undone', async (name) => {
    const opened = open();
    await opened.inject(name, 'review');
    await opened.clearAll();
    expect(stack.health.get('review')).toBe('up');
    expect(stack.switchSettings).toEqual({});
    expect(opened.active()).toEqual([]);
  });

  it.each(faults.filter(({ passes }) => !passes).map(({ name }) => name))(
    '%s is healed by whoever comes next when the one who applied it was killed',
    async (name) => {
      await open().inject(name, 'review', 'review-outage');
      expect(new FaultJournal(stateFolder).read()).toMatchObject([
        { fault: name, part: 'review', scenario: 'review-outage' },
      ]);
      const healed = await healFaults({ stateFolder, driver: stack.driver(), announcer: silent, inDatabaseOf });
      expect(healed).toHaveLength(1);
      expect(stack.health.get('review')).toBe('up');
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

  it('refuses a fault on a part that is down already', async () => {
    await open().inject('kill', 'review');
    await expect(open().inject('pause', 'review')).rejects.toThrow(/review is down/);
  });

  it('refuses a fault on a part that is not one of its own, and names those', async () => {
    stack.health.set('lag-watcher', 'up');
    await expect(open().inject('end-connections', 'lag-watcher')).rejects.toThrow(/it can to order, member/);
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

  it('keeps a fault that could not be undone', async () => {
    const driver = stack.driver();
    driver.start = async () => Promise.reject(new Error('does not start'));
    const opened = openFaults({ stateFolder, driver, announcer: silent });
    const active = await opened.inject('kill', 'review');
    await expect(opened.clear(active)).rejects.toThrow('does not start');
    expect(opened.active()).toHaveLength(1);
  });

  it('forgets a fault of a part that this stack does not have', async () => {
    const driver = stack.driver();
    const opened = openFaults({ stateFolder, driver, announcer: silent });
    await opened.inject('kill', 'review');
    const withoutReview = { ...driver, parts: async () => [] };
    await openFaults({ stateFolder, driver: withoutReview, announcer: silent }).clearAll();
    expect(opened.active()).toEqual([]);
  });
});

describe('the switch of a service', () => {
  const on = (fault: string) => ({ fault, part: 'review', scenario: null, appliedAt: '' });

  it('carries two faults at once, and one again when the other is cleared', async () => {
    const opened = open();
    const slow = await opened.inject('slow', 'review');
    await opened.inject('fail', 'review');
    expect(stack.switchSettings).toMatchObject({ http: { slowMs: 400, failShare: 0.3 } });
    await opened.clear(slow);
    expect(stack.switchSettings).toEqual({ http: { failShare: 0.3 }, messages: { failShare: 0.3 } });
  });

  it('needs no turning off when its part is down: the fault is over', async () => {
    const opened = open();
    await opened.inject('fail', 'review');
    stack.health.set('review', 'down');
    stack.close();
    await opened.clearAll();
    expect(opened.active()).toEqual([]);
  });

  it('is set again when its part comes back from another fault', async () => {
    const opened = open();
    await opened.inject('fail', 'review');
    const killed = await opened.inject('kill', 'review');
    stack.switchSettings = {};
    await opened.clear(killed);
    expect(stack.switchSettings).toMatchObject({ http: { failShare: 0.3 } });
  });

  it('is set again for a part that fell over by itself, and for no other', async () => {
    const opened = open();
    await opened.inject('slow', 'review');
    stack.switchSettings = {};
    await opened.remind('coupon');
    expect(stack.switchSettings).toEqual({});
    await opened.remind('review');
    expect(stack.switchSettings).toMatchObject({ http: { slowMs: 400 } });
  });

  it('is not told of faults of other parts, nor of those that need no switch', () => {
    expect(sumOfSwitches([on('kill'), { ...on('slow'), part: 'coupon' }], 'review')).toEqual({});
  });
});
