import { oneOf } from '#runtime';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import type { Scenario } from '../engine/scenario.js';
import type { Choices } from './choices.js';
import { readStory } from './read-story.js';

/** The stories that come with Eventstage. */
export const storiesFolder = join(projectRoot, 'scenarios');

const ending = /\.ya?ml$/;

/** Story name to file, over all folders; the later folder wins. */
function filesIn(folders: readonly string[]): Map<string, string> {
  const found = folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => ending.test(file))
      .map((file): [string, string] => [file.replace(ending, ''), join(folder, file)]),
  );
  return new Map(found);
}

/** All stories, by name. A new one is a file in the folder. @throws NotPossible for the first mistake in a file */
export function scenariosIn(folders: readonly string[] = [storiesFolder]): Scenario[] {
  return [...filesIn(folders).values()].map((file) => readStory(file)).sort((a, b) => a.name.localeCompare(b.name));
}

/**
 * @param given the name of a story, or its file
 * @param choices the user's options
 * @throws NotPossible naming the nearest story, the first mistake in the file, or an option that the story does not
 * have
 */
export function scenarioNamed(
  given: string,
  folders: readonly string[] = [storiesFolder],
  choices: Choices = {},
): Scenario {
  if (ending.test(given) && existsSync(given)) return readStory(given, choices);
  const files = filesIn(folders);
  const name = oneOf('scenario', given, [...files.keys()].sort());
  return readStory(files.get(name) as string, choices);
}
