/** The page in a real browser: a run of the command while it goes on, and its log afterwards. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openLogFile } from '../../src/cli/locks/log-reader.ts';
import { LogReplay } from '../../src/cli/locks/log-replay.ts';
import { folderWith, lockchart } from '../cli/kit.ts';
import { activeStates, chooseMachine, goTo, hasChromium, nextFrames, usingChromium } from './chromium.ts';
import { killAll, startCommand } from './command.ts';

afterAll(killAll);

/** How a lock is after each line of the log that speaks of it, and from which line on. */
async function storyOf(file: string, name: string) {
  const { head, lines } = await openLogFile(file);
  const replay = new LogReplay(head);
  const story: { moment: number; state: string; queue: string[] }[] = [];
  for await (const { number, line } of lines) {
    replay.apply(line);
    if (line.type === 'request' || line.type === 'end') continue;
    if (!line.names.some((each) => `${line.level}/${each}` === name)) continue;
    const [info] = [...replay.lockInfo()].filter((each) => each.name === name);
    if (info === undefined) continue;
    const queue = info.pending.flatMap(([, owners]) => owners);
    story.push({ moment: number - 1, state: info.mode ?? 'free', queue });
  }
  return story;
}

/** So many of them, from first to last. */
const someOf = <Item>(items: readonly Item[], count: number): Item[] =>
  Array.from(
    { length: count },
    (_, index) => items[Math.floor((index * (items.length - 1)) / (count - 1))] as Item,
  );

describe.skipIf(!hasChromium)('the page', { timeout: 300_000 }, () => {
  const chromium = usingChromium();

  test('replays a log: active states and queues at ten moments, the picture, going back and forth', async () => {
    const folder = folderWith({});
    const log = join(folder, 'evacuation.log');
    const run = await lockchart(['run', 'examples/evacuation.jsonl', '--simulate', '--json', '--log', log]);
    expect(run.code).toBe(0);
    const command = await startCommand(['inspect', '--no-open', '--json']);
    const page = await chromium.open({ url: command.url });
    await page.locator('#log').setInputFiles(log);
    await page.locator('#source', { hasText: 'The log evacuation.log' }).waitFor();
    await chooseMachine(page, 'node/n055');
    const story = await storyOf(log, 'node/n055');
    expect(new Set(story.map(({ state }) => state)).size).toBeGreaterThan(2);
    // Backwards too.
    for (const { moment, state, queue } of [...someOf(story, 10), story[3] ?? story[0]].filter(
      (each) => !!each,
    )) {
      await goTo(page, moment);
      expect({ moment, active: await activeStates(page) }).toEqual({ moment, active: [state] });
      const owners = await page.locator('#places-table tr:has(.pill) td:nth-child(2)').allTextContents();
      expect(owners.slice(owners.length - queue.length)).toEqual(queue);
    }
    await goTo(page, 100);
    await page.locator('#machine-list').press('ArrowRight');
    await nextFrames(page);
    expect(await page.locator('#moment').inputValue()).toBe('101');
    const [download] = await Promise.all([page.waitForEvent('download'), page.locator('#export').click()]);
    expect(download.suggestedFilename()).toBe('node-n055.svg');
    const picture = readFileSync(await download.path(), 'utf8');
    expect(picture).toContain('<style>');
    expect(picture.match(/class="box state active"/g)).toHaveLength(1);
    await page.locator('#close-log').click();
    await page.locator('#source', { hasText: 'Listening' }).waitFor();
    expect(await command.stop()).toBe(0);
  });

  test('keeps moving through a whole day, which is stopped at once', async () => {
    const command = await startCommand(['run', '--inspect', '--no-open', '--json']);
    const page = await chromium.open({ url: command.url });
    const seen = new Set<number>();
    const last = async (): Promise<number> => {
      seen.add(Number(await page.locator('#moment').getAttribute('max')));
      return seen.size;
    };
    // Far more happens than it can show.
    await page.locator('#source', { hasText: 'were lost' }).waitFor();
    await expect.poll(last, { interval: 1_000, timeout: 60_000 }).toBeGreaterThan(8);
    expect((await fetch(command.url)).status).toBe(200);
    expect(await command.stop()).toBe(130);
  });

  test('shows the evacuation while it runs, as its log tells it afterwards', async () => {
    const log = join(folderWith({}), 'evacuation.log');
    const words = ['run', 'examples/evacuation.jsonl', '--inspect', '--no-open', '--json', '--log', log];
    const command = await startCommand(words);
    const page = await chromium.open({ url: command.url });
    await page.locator('#source', { hasText: 'lockchart run evacuation.jsonl' }).waitFor();
    await chooseMachine(page, 'node/n055');
    await page.locator('#only-chosen').check();
    // It is asked for and let go several times.
    const count = async (): Promise<number> => Number(await page.locator('#event-count').textContent());
    await expect.poll(count, { timeout: 100_000 }).toBeGreaterThan(14);
    expect(await command.stop()).toBe(130);
    await page.locator('#source', { hasText: 'Not connected' }).waitFor();
    const story = await storyOf(log, 'node/n055');
    // The oldest events make room for newer ones, so it begins with the last.
    const shown: string[] = [];
    await page.locator('#event-list').press('End');
    for (let step = 0; step < 10; step += 1) {
      await nextFrames(page);
      shown.unshift((await activeStates(page)).join());
      await page.locator('#event-list').press('ArrowUp');
    }
    // A release and the grant that comes of it are one event, and two lines.
    const changes = (states: readonly string[]): string[] =>
      states.filter((state, index) => state !== states[index - 1]);
    const seen = changes(shown);
    expect(seen.length).toBeGreaterThan(1);
    // What the page could not take is not shown; what is shown comes in the order of the log.
    let next = 0;
    for (const { state } of story) if (state === seen[next]) next += 1;
    expect(next).toBe(seen.length);
  });
});
