import { leftovers, preflight, readState, runningState, type Finding } from '#runtime';
import type { Register } from '../context.js';
import { table } from '../table.js';

/** Checks the prerequisites of a start, without starting anything. */
export const register: Register = (program, context) => {
  program
    .command('doctor')
    .description('check the prerequisites of a start: versions, tools, memory, disk, ports, leftover processes')
    .action(
      context.action(async () => {
        const { settings } = context;
        const running = runningState(settings.stateFolder);
        const own = new Set(running?.parts.map(({ name, pid }) => `${name} ${pid}`));
        const found = (await preflight(settings)).map((finding) => forgiveOwn(finding, own));
        const findings = [...found, running ? runs(running.supervisor.pid) : left(settings.stateFolder)];
        const problems = findings.filter(({ problem, minor }) => problem && !minor);
        context.answer({ healthy: problems.length === 0, findings }, () =>
          [
            table([
              ['', 'checked', 'found'],
              ...findings.map(({ about, found, problem, minor }) => [
                problem ? (minor ? '-' : '!') : 'ok',
                about,
                found,
              ]),
            ]),
            ...findings.flatMap(({ problem }) => (problem ? ['', problem] : [])),
          ].join('\n'),
        );
        return problems.length === 0 ? 0 : 2;
      }),
    );
};

/** A port used by our own running stack is fine. */
function forgiveOwn(finding: Finding, own: ReadonlySet<string>): Finding {
  const { port } = finding;
  if (!port?.holderPid || !own.has(`${port.part} ${port.holderPid}`)) return finding;
  return { about: finding.about, found: `ours (pid ${port.holderPid})` };
}

const runs = (pid: number): Finding => ({ about: 'stack', found: `running (supervisor ${pid})` });

function left(stateFolder: string): Finding {
  const state = readState(stateFolder);
  const found = state ? leftovers(state) : [];
  if (!state) return { about: 'stack', found: 'none running, nothing left' };
  return {
    about: 'stack',
    found: `left over from a run that was killed: ${found.map(({ name, pid }) => `${name} (${pid})`).join(', ') || 'only its state file'}`,
    problem: 'The next `npm start` cleans it up; `npm run stage -- down` does so now.',
    minor: true,
  };
}
