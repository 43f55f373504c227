import { NotPossible, oneOf } from '#runtime';
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

/** All stories, by name, and the first mistake in each file that cannot be read. A new story is a file in a folder. */
export function scenariosIn(folders: readonly string[] = [storiesFolder]): {
  scenarios: Scenario[];
  mistakes: string[];
} {
  const scenarios: Scenario[] = [];
  const mistakes: string[] = [];
  for (const file of filesIn(folders).values()) {
    try {
      scenarios.push(readStory(file));
    } catch (error) {
      if (!(error instanceof NotPossible)) throw error;
      mistakes.push(error.message);
    }
  }
  return { scenarios: scenarios.sort((a, b) => a.name.localeCompare(b.name)), mistakes };
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
