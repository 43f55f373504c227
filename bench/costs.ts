import { setTimeout as pause } from 'node:timers/promises';
import type { BenchContext } from './benchmark.js';
import { cpuSecondsOf, memoryOf } from './processes.js';

/** The memory of one part and the share of a core it used, during a window. */
export interface Cost {
  part: string;
  cores: number;
  memoryMb: number;
  /** Heap in use after the most thorough collection of the window; only for parts that report it. */
  liveMb?: number;
}

/**
 * The cost of every part of the stack in a window of this length, including this process (the supervisor, in a
 * benchmark). CPU time is counted by the kernel, so other programs on the machine do not count; a machine short of
 * cache and cores still makes the same work more expensive.
 */
export async function costsDuring({ driver }: BenchContext, seconds: number): Promise<Cost[]> {
  const parts = (await driver.parts()).flatMap(({ name, pid }) => (pid === null ? [] : [{ name, pid }]));
  const before = used(parts);
  const begun = performance.now();
  await pause(seconds * 1_000);
  const after = used(parts);
  const elapsed = (performance.now() - begun) / 1_000;
  return [...after].map(([part, cpuSeconds]) => ({
    part,
    cores: (cpuSeconds - (before.get(part) ?? cpuSeconds)) / elapsed,
    memoryMb: memoryOfPart(parts, part),
  }));
}

export const coresOf = (costs: readonly Cost[]): number => costs.reduce((sum, { cores }) => sum + cores, 0);
export const memoryMbOf = (costs: readonly Cost[]): number => costs.reduce((sum, { memoryMb }) => sum + memoryMb, 0);

const supervisor = 'supervisor';

function used(parts: readonly { name: string; pid: number }[]): Map<string, number> {
  const { user, system } = process.cpuUsage();
  return new Map([
    ...parts.map(({ name, pid }) => [name, cpuSecondsOf(pid)] as const),
    [supervisor, (user + system) / 1e6],
  ]);
}

function memoryOfPart(parts: readonly { name: string; pid: number }[], part: string): number {
  // The parts are this process's children.
  if (part === supervisor) return memoryOf(process.pid, new Map());
  return memoryOf(parts.find(({ name }) => name === part)?.pid ?? 0);
}
