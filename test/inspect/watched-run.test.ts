/** A run of the command that is watched is the run that it would be anyway, whoever watches it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { folderWith, lockchart } from '../cli/kit.ts';
import { killAll, startCommand } from './command.ts';

afterAll(killAll);

const FILE = 'examples/verify-under-creates.jsonl';

/** Every line but the first, which says how fast it was. */
const linesOf = (log: string): string[] => readFileSync(log, 'utf8').split('\n').slice(1);

/** Looks, as a page does. */
function look(url: string): WebSocket {
  return new WebSocket(url.replace('http:', 'ws:').replace('/?', '/view?'));
}

describe('a watched run', { timeout: 120_000 }, () => {
  const folder = folderWith({});
  const simulated = join(folder, 'simulated.log');

  test.each([
    ['takes all', () => {}],
    ['takes nothing', (page: WebSocket) => page.pause()],
  ])('says what a simulated one says when the page %s', async (what, begin) => {
    await lockchart(['run', FILE, '--simulate', '--json', '--log', simulated]);
    const log = join(folder, `${what}.log`);
    const words = ['run', FILE, '--inspect', '--no-open', '--json', '--speed', '2000', '--log', log];
    const command = await startCommand(words);
    const page = look(command.url);
    page.on('open', () => begin(page));
    expect(await command.ended).toBe(0);
    page.terminate();
    expect(linesOf(log)).toEqual(linesOf(simulated));
  });
});
