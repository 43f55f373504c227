import { setTimeout as pause } from 'node:timers/promises';
import type { BenchContext } from './benchmark.js';
import { cpuSecondsOf, memoryOf } from './processes.js';

/** What one part holds, and how much of a core it used, during a window. */
export interface Cost {
  part: string;
  cores: number;
  memoryMb: number;
  /** What was in use after the most thorough collection of the window; only where the part tells. */
  liveMb?: number;
}

/**
 * What every part of the stack costs in a window of this length, this process (the supervisor, in a benchmark) included.
 * CPU time is counted by the kernel, so others on the machine do not count; a machine that is short of cache and cores still
 * makes the same work dearer.
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
