import { problems, type Finding } from './finding.js';

const taken = (port: number, part: string): Finding => ({
  about: `port ${port} (${part})`,
  found: 'in use by java (pid 12)',
  port: { part, holderPid: 12, otherBase: 18_000 },
  problem: `Port ${port}, needed by ${part}, is in use by java (pid 12): stop it, or move the stack.`,
});

describe('the problems that a preflight found', () => {
  it('omit what is fine, and what will be downloaded', () => {
    expect(
      problems([
        { about: 'Node.js', found: '24.1.0' },
        { about: 'tools', found: 'none', problem: 'They are fetched.', minor: true },
        { about: 'disk', found: '3 MiB free', problem: 'Make room.' },
      ]),
    ).toEqual(['Make room.']);
  });

  it('are one sentence about a port in use', () => {
    expect(problems([taken(17_001, 'order')])).toEqual([
      'Port 17001, needed by order, is in use by java (pid 12): stop it, or move the stack.',
    ]);
  });

  it('are one sentence about many ports', () => {
    expect(problems([taken(17_001, 'order'), taken(17_002, 'member'), taken(17_003, 'coupon')])).toEqual([
      'Port 17001 (order) is in use by java (pid 12), port 17002 (member) is in use by java (pid 12), and 1 more: stop these programs, or move the stack with EVENTSTAGE_PORT_BASE=18000.',
    ]);
  });
});
