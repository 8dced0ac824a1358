/** The page in a real browser, with a log that can be read at a glance: what is where, keys, clicks. */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inspectorPage } from '../../src/cli/inspect/page-file.ts';
import { type InspectorServer, startInspectorServer } from '../../src/cli/inspect/server.ts';
import { folderWith } from '../cli/kit.ts';
import { chooseMachine, goTo, hasChromium, nextFrames, usingChromium } from './chromium.ts';

const head = (file: string): string =>
  JSON.stringify({
    lockchart: 'run',
    version: 1,
    file,
    speed: null,
    members: { instances: ['i1', 'i2'], nodegroups: [], nodes: ['n1'], networks: [] },
  });

type Line = readonly [at: number, type: string, job: string, place: string, ...more: readonly unknown[]];

/** Lines of a log from what differs between them. */
function logOf(file: string, lines: readonly Line[]): string {
  const texts = lines.map(([at, type, job, place, mode = 'exclusive', priority = 0, token = 1], seq) => {
    const [level, name] = place.split('/');
    const tokens = type === 'grant' || type === 'release' ? { tokens: [token] } : {};
    const what = type === 'end' ? { state: place } : { level, names: [name], mode, priority, ...tokens };
    return JSON.stringify({ at, seq, type, job, ...what });
  });
  return [head(file), ...texts, ''].join('\n');
}

const QUEUE: readonly Line[] = [
  [0, 'request', 'ann', 'instance/i1'],
  [0, 'grant', 'ann', 'instance/i1'],
  [1_000, 'wait', 'bob', 'instance/i1', 'exclusive', 3],
  [2_000, 'wait', 'cy', 'instance/i1', 'shared', 5],
  [3_000, 'wait', 'dee', 'instance/i1', 'shared', 5],
  [4_000, 'grant', 'ann', 'node/n1'],
  [5_000, 'wait', 'bob', 'node/n1', 'shared'],
  [61_000, 'release', 'ann', 'instance/i1'],
  [61_000, 'grant', 'bob', 'instance/i1', 'exclusive', 3, 2],
  [62_000, 'end', 'ann', 'done'],
];

describe.skipIf(!hasChromium)('the page with a log', { timeout: 300_000 }, () => {
  const chromium = usingChromium();
  const folder = folderWith({
    'queue.log': logOf('queue.jsonl', QUEUE),
    'other.log': logOf('other.jsonl', [
      [7, 'grant', 'zoe', 'instance/i2'],
      [8, 'wait', 'yan', 'instance/i2'],
    ]),
    'empty.log': `${head('empty.jsonl')}\n`,
  });
  let server: InspectorServer;
  let page: Page;
  beforeAll(async () => {
    server = await startInspectorServer(await inspectorPage());
    page = await chromium.open({ url: server.url });
  }, 120_000);
  afterAll(() => server.close());

  const open = async (name: string): Promise<void> => {
    await page.locator('#log').setInputFiles(join(folder, name));
    await page.locator('#source', { hasText: `The log ${name}` }).waitFor();
    await nextFrames(page);
  };
  const moment = (): Promise<string> => page.locator('#moment').inputValue();
  const texts = (selector: string): Promise<string[]> => page.locator(selector).allTextContents();
  const tableOf = async (selector: string): Promise<string[]> => {
    const rows = await page.locator(`${selector} tbody tr`).all();
    return Promise.all(rows.map(async (row) => (await row.locator('td').allTextContents()).join('|')));
  };

  test('shows holders and queue with groups, modes, priorities, waits and tokens', async () => {
    await open('queue.log');
    await chooseMachine(page, 'instance/i1');
    await goTo(page, 7);
    expect(await tableOf('#places-table')).toEqual([
      'holds|ann|exclusive|||1',
      '1.|bob|exclusive|3|4.0 s|',
      '2. ×2|cy|shared|5|3.0 s|',
      '|dee|shared|5|2.0 s|',
    ]);
    expect(await texts('#machine-list .row:visible .count')).toContain('3 wait');
  });

  test('shows who waits for whom in the right direction, and more around whom one clicks', async () => {
    await expect
      .poll(() => page.locator('#waits svg').getAttribute('aria-label'))
      .toBe(
        'bob waits for ann at instance/i1, node/n1; cy waits for bob at instance/i1; dee waits for bob at instance/i1',
      );
    await page.locator('#places-table tr', { hasText: 'dee' }).click();
    await expect.poll(() => texts('#waits .box .title').then(([first]) => first)).toBe('dee');
  });

  test('zooms by wheel, keys and buttons, and fits again', async () => {
    const view = async (): Promise<number[]> => {
      const text = await page.locator('#chart-picture > svg').getAttribute('viewBox');
      return (text ?? '').split(' ').map(Number);
    };
    const [, , whole = 0] = await view();
    await page.locator('#chart-picture').hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await view())[2]).toBeLessThan(whole * 0.6);
    await page.locator('#chart-picture').press('0');
    expect((await view())[2]).toBeCloseTo(whole, 0);
    await page.locator('#chart-picture').press('+');
    const [left = 0, , nearer = 0] = await view();
    expect(nearer).toBeLessThan(whole);
    await page.locator('#chart-picture').press('Shift+ArrowRight');
    expect((await view())[0]).toBeGreaterThan(left);
    // The keys of the chart are not those of time.
    expect(await moment()).toBe('7');
    await page.locator('#chart-picture button', { hasText: 'Fit' }).click();
    expect((await view())[2]).toBeCloseTo(whole, 0);
    expect(await texts('#chart-picture text')).not.toContain('lock.close / refuse closed');
    const lines = await page.locator('#chart-picture [data-key]').count();
    await page.locator('#refusals').check();
    await expect.poll(() => page.locator('#chart-picture [data-key]').count()).toBeGreaterThan(lines + 5);
    await page.locator('#refusals').uncheck();
  });

  test('shows levels in their order, what each owner has there, and who asks', async () => {
    await page.locator('#tab-levels').click();
    const levels = ['cluster', 'instance', 'node-alloc', 'nodegroup', 'node', 'node-res', 'network'];
    await expect.poll(() => texts('#levels th')).toEqual(['owner', ...levels]);
    expect(await tableOf('#levels')).toEqual([
      'bob||asks|||asks||',
      'cy||asks|||||',
      'dee||asks|||||',
      'ann||1|||1||',
    ]);
    // Arrows choose a tab here, and nothing else.
    await page.locator('#tab-levels').press('ArrowLeft');
    expect(await page.locator('#tab-waits').getAttribute('aria-selected')).toBe('true');
    expect(await moment()).toBe('7');
  });

  test('draws events from who says them to who hears them, and goes to the one that is clicked', async () => {
    const rows = page.locator('#event-list .row:visible');
    await page.locator('#event-list').press('Home');
    await nextFrames(page);
    const way = async (text: string): Promise<string | null> =>
      rows.filter({ hasText: text }).first().locator('.wire').getAttribute('class');
    expect(await way('request')).toBe('wire right');
    expect(await way('grant')).toBe('wire left answer');
    await page.locator('#event-list').press('End');
    await nextFrames(page);
    expect(await way('end done')).toBe('wire here');
    expect(await rows.filter({ hasText: 'release' }).locator('.outcome').textContent()).toBe(
      'exclusive → settling → exclusive',
    );
    await rows.filter({ hasText: 'dee' }).first().click();
    await nextFrames(page);
    expect(await moment()).toBe('5');
    const chosen = page.locator('#event-list .row[aria-selected="true"]:visible');
    expect([await chosen.getAttribute('aria-posinset'), await chosen.getAttribute('aria-setsize')]).toEqual([
      '5',
      '10',
    ]);
    expect(await page.locator('#machine-list .row[aria-selected="true"]:visible').textContent()).toContain(
      'instance/i1',
    );
  });

  test('finds, filters and orders machines, and says when there are none', async () => {
    const names = (): Promise<string[]> => texts('#machine-list .row:visible .name');
    await goTo(page, 7);
    await page.locator('#machine-list').press('/');
    expect(await page.locator(':focus').getAttribute('id')).toBe('search');
    await page.locator('#search').fill('');
    await page.locator('#filter').selectOption('waited');
    await expect.poll(names).toEqual(['instance/i1', 'node/n1']);
    await page.locator('#filter').selectOption('locks');
    await page.locator('#order').selectOption('waiters');
    await expect.poll(async () => (await names()).slice(0, 2)).toEqual(['instance/i1', 'node/n1']);
    await page.locator('#search').fill('dee');
    await expect.poll(names).toEqual(['instance/i1']);
    await page.locator('#search').fill('nobody');
    await page.locator('#no-machines:visible').waitFor();
    await page.locator('#event-search').fill('nothing');
    await page.locator('#no-events:visible').waitFor();
    await page.locator('#search').fill('');
    await page.locator('#event-search').fill('');
  });

  test('plays to the end, stops for who goes elsewhere, and steps by keys', async () => {
    await goTo(page, 8);
    await page.locator('#event-list').press(' ');
    await page.locator('#live', { hasText: 'Pause' }).waitFor();
    await expect.poll(moment, { timeout: 30_000 }).toBe('10');
    await page.locator('#live', { hasText: 'Play' }).waitFor();
    await page.locator('#live').click();
    await page.locator('#live', { hasText: 'Pause' }).waitFor();
    await goTo(page, 4);
    await page.locator('#live', { hasText: 'Play' }).waitFor();
    expect(await moment()).toBe('4');
    await page.locator('#event-list').press('ArrowLeft');
    await nextFrames(page);
    expect(await moment()).toBe('3');
  });

  test('shows the rows of another log, also of one without any', async () => {
    await open('other.log');
    await expect
      .poll(() => texts('#event-list .row:visible .party').then(([first]) => first))
      .toContain('instance/i2');
    await open('empty.log');
    await expect.poll(() => page.locator('#event-list .row:visible').count()).toBe(0);
    await open('queue.log');
    await expect.poll(() => page.locator('#event-list .row:visible').count()).toBeGreaterThan(5);
    await page.locator('#close-log').click();
    await page.locator('#source', { hasText: 'Listening' }).waitFor();
  });
});
