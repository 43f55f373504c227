import { oneOf } from '#runtime';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import type { Scenario } from '../engine/scenario.js';
import { readStory } from '../story/read-story.js';
import { christmasBurst } from './christmas-burst.js';
import { videoQueue } from './video-queue.js';

/** The stories that come with Eventstage. */
export const storiesFolder = join(projectRoot, 'scenarios');

/** Stories that need more than a file can say. */
const inCode: readonly Scenario[] = [christmasBurst, videoQueue];

const ending = /\.ya?ml$/;

/** Story name to file, of all folders; the later folder wins. */
function filesIn(folders: readonly string[]): Map<string, string> {
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => ending.test(file))
      .map((file): [string, string] => [file.replace(ending, ''), join(folder, file)]),
  );
  return new Map(found);
}

/** Every story there is, by name. A new one is a file in the folder. @throws NotPossible for the first mistake in a file */
export function scenariosIn(folders: readonly string[] = [storiesFolder]): Scenario[] {
  return [...inCode, ...[...filesIn(folders).values()].map(readStory)].sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param given the name of a story, or its file
 * @throws NotPossible naming the nearest story, or the first mistake in the file
 */
export function scenarioNamed(given: string, folders: readonly string[] = [storiesFolder]): Scenario {
  if (ending.test(given) && existsSync(given)) return readStory(given);
  const files = filesIn(folders);
  const name = oneOf('scenario', given, [...inCode.map((story) => story.name), ...files.keys()].sort());
  const file = files.get(name);
  return file === undefined ? (inCode.find((story) => story.name === name) as Scenario) : readStory(file);
}
