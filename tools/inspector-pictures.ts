/**
 * `npm run inspector-pictures` writes docs/inspection/*.png: the inspector's page with the log of the
 * evacuation example, in light and in dark. It needs a Chromium: /usr/bin/chromium, or $CHROMIUM.
 */

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { startInspectorServer } from '../src/cli/inspect/server.ts';
import { buildInspectorPage } from './inspector-page.ts';

const FOLDER = 'docs/inspection';
/** A line of the log at which several jobs wait at several locks. */
const MOMENT = '6000';
const CHOSEN = 'instance/i0435';

const scratch = mkdtempSync(join(tmpdir(), 'lockchart-'));
const log = join(scratch, 'evacuation.log');
const run = ['src/cli/main.ts', 'run', 'examples/evacuation.jsonl', '--simulate', '--json', '--log', log];
execFileSync(process.execPath, ['--import', 'tsx', ...run], { stdio: ['ignore', 'ignore', 'inherit'] });
const server = await startInspectorServer(await buildInspectorPage());
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
mkdirSync(FOLDER, { recursive: true });
for (const colorScheme of ['light', 'dark'] as const) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme });
  await page.goto(server.url);
  await page.locator('#log').setInputFiles(log);
  await page.locator('#source', { hasText: 'The log evacuation.log' }).waitFor();
  await page.locator('#moment').fill(MOMENT);
  await page.locator('#search').fill(CHOSEN);
  await page.locator('#machine-list .row:visible', { hasText: CHOSEN }).first().click();
  await page.locator('#search').fill('');
  await page.locator('#filter').selectOption('waited');
  if (colorScheme === 'dark') await page.locator('#tab-levels').click();
  // Nothing has the focus, and the pointer is nowhere.
  await page.mouse.move(0, 0);
  await page.evaluate('document.activeElement.blur()');
  await page.waitForTimeout(2_000);
  await page.screenshot({ path: `${FOLDER}/${colorScheme}.png` });
}
await browser.close();
await server.close();
rmSync(scratch, { recursive: true });
