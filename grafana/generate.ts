import { boardUid, buildBoard } from './board.js';
import { boards } from './dashboards/index.js';
import { languages } from './text.js';

/** Every board in every language, as the files that Grafana and the control room read. Maps the path below generated/ to the content. */
export function generatedFiles(): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  for (const language of languages) {
    for (const board of boards) {
      const path = `${language}/${boardUid(board, language)}.json`;
      files.set(path, `${JSON.stringify(buildBoard(board, language, boards), null, 2)}\n`);
    }
  }
  return files;
}
