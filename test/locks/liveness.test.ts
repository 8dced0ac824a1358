/**
 * What a wait does to the life of a process: without a timeout nothing can ever end it but the program
 * itself, so it keeps nothing alive; with a timeout something is still to come.
 */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { engines } from './engines.ts';

const fixture = fileURLToPath(new URL('fixtures/liveness.ts', import.meta.url));
const run = promisify(execFile);

async function wait(...args: string[]): Promise<string[]> {
  const { stdout } = await run(process.execPath, ['--import', 'tsx', fixture, ...args], { timeout: 30_000 });
  return stdout.trim().split('\n');
}

describe.each(engines)('on the %s engine', (name) => {
  test.concurrent('a waiting acquire without a timeout lets the process end', async () => {
    expect(await wait(name, 'none')).toEqual([expect.stringMatching(/^exit \d{1,3}$/)]);
  });

  test.concurrent('a signal that nobody aborts keeps nothing alive either', async () => {
    expect(await wait(name, 'none', 'signal')).toEqual([expect.stringMatching(/^exit \d{1,3}$/)]);
  });

  test.concurrent('a waiting acquire with a timeout keeps the process alive until then', async () => {
    const [refused, ended] = await wait(name, '1200');
    expect(refused).toMatch(/^LockError 1[2-9]\d\d$/);
    expect(ended).toMatch(/^exit/);
  });
});
