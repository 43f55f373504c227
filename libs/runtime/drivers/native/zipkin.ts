import type { PlacedPart } from '../../stack.js';
import { answersHttp, type Launch } from './launch.js';

/** Keeps traces in memory, about an hour of the light stream: they are the one thing that is not kept between starts. */
const maxSpans = 150_000;

/** The trace store with its pages, on loopback only. */
export function zipkinServer(zipkin: PlacedPart, jar: string): Launch {
  const port = zipkin.ports['http'];
  return {
    program: 'java',
    given: [
      ...['-Xms64m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Djava.awt.headless=true'],
      '-jar',
      jar,
      '--armeria.ports[0].ip=127.0.0.1',
      `--armeria.ports[0].port=${port}`,
      '--armeria.ports[0].protocols[0]=http',
      '--zipkin.storage.type=mem',
      `--zipkin.storage.mem.max-spans=${maxSpans}`,
    ],
    answers: () => answersHttp(`http://127.0.0.1:${port}/health`),
    startLimitMs: 120_000,
    stopLimitMs: 10_000,
  };
}
