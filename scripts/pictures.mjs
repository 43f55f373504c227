// The pictures of the README: node scripts/pictures.mjs REPORT.html [CONTROL-ROOM-URL], after a scenario has run.
// Needs a Chromium: CHROMIUM=/path, or /usr/bin/chromium.
import { mkdirSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { chromium } from 'playwright-core';

const [report, room] = process.argv.slice(2);
if (!report) {
  console.error('Give a report.html, and for the board the address of the control room.');
  process.exit(2);
}
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
  await picture(pathToFileURL(report).href, `review-outage${suffix}.png`, { width: 1280, height: 1150 }, language);
  if (!room) continue;
  await picture(`${room}/#/${language}/stage`, `stage-board${suffix}.png`, { width: 1600, height: 900 }, language);
}
await browser.close();
