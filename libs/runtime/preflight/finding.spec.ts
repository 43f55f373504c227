import { problems, type Finding } from './finding.js';

const taken = (port: number, part: string): Finding => ({
  about: `port ${port} (${part})`,
  found: 'taken by java (pid 12)',
  port: { part, holderPid: 12, otherBase: 18_000 },
  problem: `Port ${port}, needed by ${part}, is taken by java (pid 12): end it, or move the stack.`,
});

describe('the problems that a preflight found', () => {
  it('leave out what is well, and what will be fetched', () => {
    expect(
      problems([
        { about: 'Node.js', found: '24.1.0' },
        { about: 'tools', found: 'none', problem: 'They are fetched.', minor: true },
        { about: 'disk', found: '3 MiB free', problem: 'Make room.' },
      ]),
    ).toEqual(['Make room.']);
  });

  it('are one sentence about a port that is taken', () => {
    expect(problems([taken(17_001, 'order')])).toEqual([
      'Port 17001, needed by order, is taken by java (pid 12): end it, or move the stack.',
    ]);
  });

  it('are one sentence about all of them when there are many', () => {
    expect(problems([taken(17_001, 'order'), taken(17_002, 'member'), taken(17_003, 'coupon')])).toEqual([
      'Port 17001 (order) is taken by java (pid 12), port 17002 (member) is taken by java (pid 12), 1 more as well: end what holds them, or move the stack with EVENTSTAGE_PORT_BASE=18000.',
    ]);
  });
});
