import { Session } from 'node:inspector/promises';
import { relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Functions of this project that were called since the last reading, as counted by V8: `file:offset`, files relative to
 * the root.
 */
type Calls = Set<string>;

/** Counts calls in this process. Close it: counting slows every function down a little. */
export async function watchCalls(root: string): Promise<{ since(): Promise<Calls>; close(): Promise<void> }> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  return {
    async since() {
      const { result } = await session.post('Profiler.takePreciseCoverage');
      return new Set(
        result.flatMap(({ url, functions }) => {
          const path = url.startsWith('file:') ? fileURLToPath(url) : url;
          if (!path.startsWith(root + sep) || path.includes('node_modules')) return [];
          const called = functions.map(({ ranges }) => ranges[0]).filter((range) => range && range.count > 0);
          return called.map((range) => `${relative(root, path)}:${range?.startOffset}`);
        }),
      );
    },
    async close() {
      await session.post('Profiler.stopPreciseCoverage');
      session.disconnect();
    },
  };
}

/** The files of functions that were called each time, and never while idle. */
export function filesOf(times: readonly Calls[], idle: readonly Calls[]): string[] {
  const always = [...(times[0] ?? [])].filter((call) => times.every((calls) => calls.has(call)));
  const own = always.filter((call) => !idle.some((calls) => calls.has(call)));
  return [...new Set(own.map((call) => call.slice(0, call.lastIndexOf(':'))))].sort();
}
