import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { spansFor } from './zipkin.js';

it('keeps no more spans than fit into its heap with room to spare', () => {
  expect(spansFor(512)).toBe(76_000);
});

it('has the same limit in containers', () => {
  const compose = readFileSync(join(process.cwd(), 'docker-compose.yml'), 'utf8');
  const [, spans, heap] = /MEM_MAX_SPANS: '(\d+)', JAVA_OPTS: '.*-Xmx(\d+)m/.exec(compose) ?? [];
  expect(Number(spans)).toBe(spansFor(Number(heap)));
});
