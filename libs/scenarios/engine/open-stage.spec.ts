import type { PartState } from '#runtime';
import { startWhatIsDown } from './open-stage.js';

test('a run starts the parts it needs that are down, and reports it', async () => {
  const parts = [
    { name: 'kafka-1', kind: 'broker', health: 'up' },
    { name: 'review', kind: 'service', health: 'down' },
    { name: 'load', kind: 'load', health: 'down' },
    { name: 'grafana', kind: 'grafana', health: 'down' },
  ] as PartState[];
  const started: string[] = [];
  const said: string[] = [];
  const driver = { parts: async () => parts, start: async (part: string) => void started.push(part) };
  await startWhatIsDown(driver, (line) => said.push(line));
  expect(started).toEqual(['review']);
  expect(said).toEqual(['review is down: starting it']);
});
