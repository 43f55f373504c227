import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import type { Report } from './contents.js';
import type { PageData } from './page-data.js';

/** Where `vite build` puts what it makes of page/. */
const builtPage = join(projectRoot, 'dist/libs/scenarios/report/page');

/** The report of a scenario. */
export async function reportHtml(report: Report): Promise<string> {
  const { en, ko } = report.scenario.title;
  return pageOf(`${en} · ${ko} · Eventstage`, { kind: 'scenario', report });
}

/**
 * A report as one page that needs nothing from outside: style, script, chart library and figures are inside, so it
 * opens from a USB stick in a hall without a network. Both languages are in it, and light and dark.
 * @throws when the page was not built
 */
export async function pageOf(title: string, data: PageData): Promise<string> {
  const [style, script] = await Promise.all([built('page.css'), built('page.js')]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${style}</style>
</head>
<body>
<div id="page"></div>
<script type="application/json" id="data">${inScript(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function built(name: string): Promise<string> {
  return readFile(join(builtPage, name), 'utf8').catch((cause: unknown) => {
    throw new Error(`The page of reports was not built (${name} is missing): run \`npm run build\`.`, { cause });
  });
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Inside a script element only `<` can end it early. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');
