import { basename, dirname } from 'node:path';
import type { PlacedPart } from '../../stack.js';
import { jvmFlags } from './jvm.js';
import { answersHttp, type Launch } from './launch.js';

const heapMb = 512;
/** Size of a span with its tags in Zipkin's store: from `jcmd <pid> GC.class_histogram` after a rush, total bytes by spans. */
const spanBytes = 2_800;
/**
 * Traces are kept in memory and are the only data that is lost at a restart: about the last six thousand orders. Spans can fill two fifths
 * of the heap. If they exceeded its old generation, the garbage collector would run permanently and use a whole core.
 */
export const spansFor = (heap: number): number => Math.floor((heap * 2 ** 20 * 0.4) / spanBytes / 1_000) * 1_000;

/** The trace store with its UI, on loopback only. */
export function zipkinServer(zipkin: PlacedPart, jar: string): Launch {
  const port = zipkin.ports['http'];
  return {
    program: 'java',
    given: [
      ...jvmFlags(heapMb),
      '-jar',
      basename(jar),
      '--armeria.ports[0].ip=127.0.0.1',
      `--armeria.ports[0].port=${port}`,
      '--armeria.ports[0].protocols[0]=http',
      '--zipkin.storage.type=mem',
      // No origin has this name: pages of other sites cannot read responses. The default is any.
      '--zipkin.query.allowed-origins=none',
      `--zipkin.storage.mem.max-spans=${spansFor(heapMb)}`,
    ],
    cwd: dirname(jar),
    answers: () => answersHttp(`http://127.0.0.1:${port}/health`),
    startLimitMs: 120_000,
    stopLimitMs: 10_000,
    yields: true,
  };
}
