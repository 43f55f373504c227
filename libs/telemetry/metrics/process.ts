import { counter, gauge, histogram } from './metric.js';

const shownBy = 'every service';

export const processCpu = counter({
  name: 'process_cpu_seconds_total',
  help: 'CPU time the process has used, user and system.',
  labels: [],
  shownBy,
});

export const processMemory = gauge({
  name: 'process_resident_memory_bytes',
  help: 'Resident memory of the process.',
  labels: [],
  shownBy,
});

export const processStart = gauge({
  name: 'process_start_time_seconds',
  help: 'When the process started, in seconds since 1970.',
  labels: [],
  shownBy,
});

export const heapUsed = gauge({
  name: 'nodejs_heap_size_used_bytes',
  help: 'Heap memory used by JavaScript objects, including garbage that has not been collected yet.',
  labels: [],
  shownBy,
});

export const eventLoopLag = gauge({
  name: 'nodejs_eventloop_lag_p99_seconds',
  help: 'Timer delay since the last scrape, 99th percentile: how long the event loop was blocked.',
  labels: [],
  shownBy,
});

export const garbageCollection = histogram({
  name: 'nodejs_gc_duration_seconds',
  help: 'Duration of garbage collections, by kind.',
  labels: ['kind'],
  shownBy,
  buckets: [0.001, 0.01, 0.1, 1, 2, 5],
});
