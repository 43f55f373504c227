import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { partEnvironment } from './environment.js';

/** Identifies a process even if its pid is reused later. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Start time as reported by the kernel; undefined is never stored. */
  readonly startMark: string;
}

/**
 * When the process started, as text that no other process with this pid can have; undefined if there is none (a zombie counts as none).
 * Linux: boot id and clock ticks since boot; elsewhere the `lstart` of `ps`.
 */
export function startMarkOf(pid: number): string | undefined {
  return process.platform === 'linux' ? linuxStartMark(pid) : psStartMark(pid);
}

/** Whether this very process is running (or frozen). */
export function isAlive({ pid, startMark }: ProcessIdentity): boolean {
  return startMarkOf(pid) === startMark;
}

/** Fields of /proc/PID/stat after the name, which is in parentheses and can contain anything. */
function statFields(pid: number): string[] | undefined {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined; // No such process, or it has just exited.
  }
}

let bootId: string | undefined;

function linuxStartMark(pid: number): string | undefined {
  const fields = statFields(pid);
  if (!fields || fields[0] === 'Z' || fields[0] === 'X') return undefined;
  bootId ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
  return `${bootId}/${fields[19]}`;
}

function psStartMark(pid: number): string | undefined {
  const [state, ...start] = ps(['-o', 'stat=,lstart=', '-p', String(pid)])
    .trim()
    .split(/\s+/);
  return !state || state.startsWith('Z') ? undefined : start.join(' ');
}

/** The process and everything it started that is still its descendant, parents first. */
export function processTree(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const [child, parent] of parentPairs()) children.set(parent, [...(children.get(parent) ?? []), child]);
  const tree = [pid];
  for (const member of tree) tree.push(...(children.get(member) ?? []));
  return tree;
}

function parentPairs(): [number, number][] {
  if (process.platform === 'linux') {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap((name): [number, number][] => {
        const fields = statFields(Number(name));
        return fields ? [[Number(name), Number(fields[1])]] : [];
      });
  }
  return ps(['-A', '-o', 'pid=,ppid='])
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
}

function ps(given: string[]): string {
  try {
    return execFileSync('ps', given, { encoding: 'utf8', env: partEnvironment({ LC_ALL: 'C' }) });
  } catch {
    return ''; // ps answers 1 when no process matches.
  }
}

/**
 * Sends a signal to the process and all its descendants. Returns false if the process no longer exists. Its identity is checked first, so
 * that another process with a reused pid is never affected.
 */
export function signalTree(identity: ProcessIdentity, signal: NodeJS.Signals): boolean {
  if (!isAlive(identity)) return false;
  for (const pid of processTree(identity.pid)) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
  return true;
}
