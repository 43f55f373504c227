import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../project-root.js';
import type { Report } from './contents.js';

/** The report of a scenario. */
export async function reportHtml(report: Report): Promise<string> {
  const { rows, words, method } = report;
  const data = { report: { ...report, rows: undefined, words: undefined, method: undefined }, rows, words, method };
  const title = `${report.scenario.title.en} · ${report.scenario.title.ko} · Eventstage`;
  return pageOf(title, data, ['basics.js', 'charts.js', 'page.js']);
}

/**
 * A report as one page that needs nothing from outside: style, scripts, chart library and figures are inside, so it
 * opens from a USB stick in a hall without a network. Both languages are in it, and light and dark.
 * @param scripts files of page/, which become one function
 */
export async function pageOf(title: string, data: object, scripts: readonly string[]): Promise<string> {
  const page = (name: string) => readFile(join(projectRoot, 'libs/scenarios/report/page', name), 'utf8');
  const uplot = (name: string) => readFile(join(projectRoot, 'node_modules/uplot/dist', name), 'utf8');
  const [style, script, chartStyle, chartScript] = await Promise.all([
    page('page.css'),
    Promise.all(scripts.map(page)).then((files) => files.join('\n')),
    uplot('uPlot.min.css'),
    uplot('uPlot.iife.min.js'),
  ]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(title)}</title>
<style>${chartStyle}
${style}</style>
</head>
<body>
<div id="page"></div>
<script type="application/json" id="data">${inScript(JSON.stringify(data))}</script>
<script>${chartScript}</script>
<script>(() => {
${script}
})();</script>
</body>
</html>
`;
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Inside a script element only `<` can end it early. */
const inScript = (json: string): string => json.replaceAll('<', '\\u003c');
