import { basename, dirname } from 'node:path';
import type { PlacedPart } from '../../stack.js';
import { answersHttp, type Launch } from './launch.js';

const heapMb = 512;
/** A span of ours with its tags, in Zipkin's store: `jcmd <pid> GC.class_histogram` after a rush, bytes in all by spans. */
const spanBytes = 2_800;
/**
 * Traces are kept in memory, the one thing that is not kept between starts: the last six thousand orders or so. Spans may fill
 * two fifths of the heap. Beyond its old generation the collector would work without a pause and take a whole core.
 */
export const spansFor = (heap: number): number => Math.floor((heap * 2 ** 20 * 0.4) / spanBytes / 1_000) * 1_000;

/** The trace store with its pages, on loopback only. */
export function zipkinServer(zipkin: PlacedPart, jar: string): Launch {
  const port = zipkin.ports['http'];
  return {
    program: 'java',
    given: [
      ...[
        '-Xms64m',
        `-Xmx${heapMb}m`,
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        '-XX:-UsePerfData',
        '-Djava.awt.headless=true',
      ],
      '-jar',
      basename(jar),
      '--armeria.ports[0].ip=127.0.0.1',
      `--armeria.ports[0].port=${port}`,
      '--armeria.ports[0].protocols[0]=http',
      '--zipkin.storage.type=mem',
      // No origin has this name: a page of another site may not read the answers. Its default is any.
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
