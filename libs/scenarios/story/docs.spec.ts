import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import { storiesFolder } from './catalog.js';
import { readStory } from './read-story.js';

const lessons = join(storiesFolder, 'learn');
const files = readdirSync(lessons).sort();

test('docs/scenarios.md quotes the scenario files exactly', () => {
  const page = readFileSync(join(projectRoot, 'docs/scenarios.md'), 'utf8');
  const shown = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text);
  expect(shown).toEqual(files.map((file) => readFileSync(join(lessons, file), 'utf8')));
});

test.each(files)('%s is valid', (file) => {
  expect(readStory(join(lessons, file)).expectations.length).toBeGreaterThan(0);
});
