/** A real browser, Debian's own, for the tests of the page. */
import { existsSync } from 'node:fs';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';

const executable = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** A developer need not have a browser; in CI it has to be there, and the tests fail without it. */
export const hasChromium = existsSync(executable) || process.env['CI'] !== undefined;
if (!hasChromium)
  console.warn(`No Chromium at ${executable} (or $CHROMIUM): the tests of the page are skipped.`);

export interface Look {
  readonly url: string;
  readonly size?: { readonly width: number; readonly height: number };
  readonly colorScheme?: 'light' | 'dark';
}

/** One browser for all tests of a file; every page fails its test when a script of it does. */
export function usingChromium(): { open(look: Look): Promise<Page> } {
  let browser: Browser | undefined;
  const errors: Error[] = [];
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox'] });
  });
  afterAll(async () => {
    await browser?.close();
    expect(errors).toEqual([]);
  });
  return {
    async open({ url, size = { width: 1440, height: 900 }, colorScheme = 'light' }) {
      const page = await (browser as Browser).newPage({ viewport: size, colorScheme });
      page.on('pageerror', (error) => errors.push(error));
      page.setDefaultTimeout(60_000);
      await page.goto(url);
      return page;
    },
  };
}

/** Goes to a moment, as the slider does. */
export async function goTo(page: Page, moment: number): Promise<void> {
  const slider = page.locator('#moment');
  await slider.evaluate((element, value) => {
    (element as unknown as { value: string }).value = value;
    element.dispatchEvent(new Event('input'));
  }, String(moment));
  await nextFrames(page);
}

/** By then all that was asked for is drawn. */
export async function nextFrames(page: Page): Promise<void> {
  await page.evaluate(
    'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done())))',
  );
}

/** The states that the chart shows as active. */
export function activeStates(page: Page): Promise<string[]> {
  return page.locator('#chart-picture .box.active .title').allTextContents();
}

/** Chooses the first machine found by this text. */
export async function chooseMachine(page: Page, name: string): Promise<void> {
  await page.locator('#filter').selectOption('all');
  await page.locator('#search').fill(name);
  // Until then the row that is found may be one that is about to go.
  await nextFrames(page);
  await page.locator('#machine-list .row:visible', { hasText: name }).first().click();
  await page.locator('#chart-title', { hasText: name }).waitFor();
}
