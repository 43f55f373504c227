// Takes the pictures of the README: node scripts/pictures.mjs REPORT-FOLDER [CONTROL-ROOM-URL], after a scenario has
// run. Needs a Chromium: CHROMIUM=/path, or /usr/bin/chromium.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, room] = process.argv.slice(2);
if (!report) {
  console.error('Give the folder of a report, and for the board the address of the control room.');
  process.exit(2);
}
const { scenario } = JSON.parse(readFileSync(join(report, 'report.json'), 'utf8'));
/** The board of the scenario. */
const board = { 'christmas-burst': 'christmas', 'video-queue': 'video' }[scenario] ?? 'stage';
const boardHeight = board === 'christmas' ? 1375 : 900;
const folder = fileURLToPath(new URL('../docs/pictures/', import.meta.url));
mkdirSync(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
});

async function picture(url, file, viewport, locale) {
  const page = await browser.newPage({ viewport, locale, colorScheme: 'dark' });
  await page.goto(url);
  await page.waitForTimeout(3_000);
  await page.screenshot({ path: `${folder}${file}` });
  await page.close();
}

for (const [language, suffix] of [
  ['en', ''],
  ['ko', '-ko'],
]) {
  const page = pathToFileURL(join(report, 'report.html')).href;
  await picture(page, `${scenario}${suffix}.png`, { width: 1280, height: 1150 }, language);
  if (!room) continue;
  const size = { width: 1600, height: boardHeight };
  await picture(`${room}/#/${language}/${board}`, `${board}-board${suffix}.png`, size, language);
}
await browser.close();
