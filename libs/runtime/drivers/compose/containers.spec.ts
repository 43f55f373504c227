import { containersOf, healthOf, type Inspected } from './containers.js';

/** The output of `docker inspect` for a container, reduced to what is read. */
function inspected(part: string, given: Partial<Inspected['State']> = {}, kind = 'service'): Inspected {
  return {
    Id: `id-of-${part}`,
    Name: `/eventstage-${part}-1`,
    State: { Status: 'running', Pid: 4711, StartedAt: '2026-11-22T12:00:00.123456789Z', ...given },
    Config: {
      Labels: { 'eventstage.part': part, 'eventstage.kind': kind, 'com.docker.compose.service': `the-${part}` },
    },
    HostConfig: { PortBindings: { '3000/tcp': [{ HostIp: '127.0.0.1', HostPort: '17001' }] } },
  };
}
const down = { Status: 'exited', Pid: 0 };

describe('a container as a part', () => {
  it('gets name and kind from its labels, and its published address', () => {
    expect(containersOf([inspected('order')])).toEqual([
      {
        id: 'id-of-order',
        service: 'the-order',
        scales: false,
        startedAt: '2026-11-22T12:00:00.123456789Z',
        part: {
          name: 'order',
          kind: 'service',
          pid: 4711,
          startedAt: '2026-11-22T12:00:00.123456789Z',
          startMark: '2026-11-22T12:00:00.123456789Z',
          address: 'http://127.0.0.1:17001',
          ports: { http: 17_001 },
          health: 'up',
          log: 'docker logs eventstage-order-1',
          down: null,
          crash: null,
          restarts: 0,
        },
      },
    ]);
  });

  it('keeps its address while it is down', () => {
    expect(containersOf([inspected('order', down)])[0]?.part).toMatchObject({
      pid: null,
      startedAt: null,
      address: 'http://127.0.0.1:17001',
      health: 'down',
    });
  });

  it.each([
    [{ ExitCode: 0 }, { because: 'by hand' }, null],
    [{ ExitCode: 143 }, { because: 'by hand' }, null],
    [{ ExitCode: 1 }, { because: 'crash', startsAgainAt: null }, { exitCode: 1, signal: null }],
    [{ ExitCode: 137 }, { because: 'crash', startsAgainAt: null }, { exitCode: null, signal: 'SIGKILL' }],
    [{ Status: 'created' }, { because: 'not started' }, null],
  ])('that has ended with %j is down because %j', (state, why, crash) => {
    const [{ part } = { part: undefined }] = containersOf([inspected('order', { ...down, ...state })]);
    expect(part?.down).toEqual(why);
    if (crash) expect(part?.crash).toMatchObject(crash);
    else expect(part?.crash).toBeNull();
  });

  it('reports that it hit its memory limit', () => {
    const [{ part } = { part: undefined }] = containersOf([
      inspected('order', { ...down, ExitCode: 137, OOMKilled: true }),
    ]);
    expect(part?.crash?.lastLines.join()).toContain('memory limit');
  });

  it('has an address without http when it is a broker or a database', () => {
    const [broker, database] = containersOf([
      inspected('kafka-1', {}, 'broker'),
      inspected('postgres', {}, 'database'),
    ]).map(({ part }) => part);
    expect(broker).toMatchObject({ address: '127.0.0.1:17001', ports: { kafka: 17_001 } });
    expect(database).toMatchObject({ address: '127.0.0.1:17001', ports: { postgres: 17_001 } });
  });

  it('gets the names of its ports from its label, the main one first', () => {
    const shop = inspected('shop');
    const [{ part } = { part: undefined }] = containersOf([
      {
        ...shop,
        Config: { Labels: { ...shop.Config.Labels, 'eventstage.ports': 'http=3000,rush=3010' } },
        HostConfig: { PortBindings: { '3010/tcp': [{ HostPort: '17017' }], '3000/tcp': [{ HostPort: '17007' }] } },
      },
    ]);
    expect(part).toMatchObject({ address: 'http://127.0.0.1:17007', ports: { http: 17_007, rush: 17_017 } });
  });

  it('has no address if it publishes no port', () => {
    const load = { ...inspected('load', {}, 'load'), HostConfig: { PortBindings: null } };
    expect(containersOf([load])[0]?.part).toMatchObject({ address: null, ports: {} });
  });
});

describe('the health of a container', () => {
  const running = (health?: string) =>
    healthOf({ ...inspected('order').State, ...(health && { Health: { Status: health } }) });

  it.each([
    ['healthy', 'up'],
    ['starting', 'starting'],
    ['unhealthy', 'unwell'],
    [undefined, 'up'],
  ])('with the check result %s is %s', (check, health) => {
    expect(running(check)).toBe(health);
  });

  it.each([
    ['paused', 'paused'],
    ['restarting', 'starting'],
    ['exited', 'down'],
    ['created', 'down'],
    ['dead', 'down'],
  ])('in the state %s is %s', (status, health) => {
    expect(healthOf({ ...inspected('order').State, Status: status })).toBe(health);
  });
});
