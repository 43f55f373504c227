import { storiesFolder } from '#scenarios';
import { NotPossible } from '#runtime';
import { statSync } from 'node:fs';

export interface FolderFlag {
  scenarios?: string;
}

/** The folders to look for scenarios in. @throws NotPossible if there is no such folder */
export function foldersOf({ scenarios }: FolderFlag): string[] {
  if (scenarios === undefined) return [storiesFolder];
  if (!statSync(scenarios, { throwIfNoEntry: false })?.isDirectory()) {
    throw new NotPossible(`There is no folder ${scenarios}: give --scenarios a folder that contains scenarios.`);
  }
  return [storiesFolder, scenarios];
}
