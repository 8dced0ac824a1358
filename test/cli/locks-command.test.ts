/** `lockchart locks` from outside: a process, its words and its exit code. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { locksText } from '../../src/cli/locks/command.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { folderWith, job, jsonLines, lockchart } from './kit.ts';

const together = { concurrent: true, timeout: 15_000 };

const jobs = [
  job('Export-1', 0, 10_000, ['node ALL X']),
  job('Move-1', 1_000, 5_000, ['instance i1 X', 'node n1,n10,n2 X']),
  job('Look-1', 2_000, 1_000, ['instance i1 S', 'node n1 S'], { priority: -1 }),
  job('Look-2', 3_000, 1_000, ['node n1 S'], { priority: -1 }),
];

const folder = folderWith({ 'jobs.jsonl': jsonLines(jobs) });
const log = join(folder, 'run.log');

beforeAll(async () => {
  const { code } = await lockchart(['run', join(folder, 'jobs.jsonl'), '--simulate', '--log', log]);
  expect(code).toBe(0);
}, 15_000);

describe('lockchart locks', together, () => {
  test('shows the table at a moment', async () => {
    const { code, stdout, stderr } = await lockchart(['locks', log, '--at', '3500']);
    expect(stderr).toBe('');
    expect(stdout).toBe(
      [
        'At 00:00:04 (3500 ms): 6 locks are held, 3 jobs wait.',
        '',
        'name            mode       owner                          pending',
        'cluster/BGL     shared     Export-1,Look-1,Look-2,Move-1  -',
        'instance/i1     exclusive  Move-1                         shared:Look-1',
        'node/[lockset]  exclusive  Export-1                       -',
        'node/n1         exclusive  Export-1                       shared:Look-2 exclusive:Move-1',
        'node/n2         exclusive  Export-1                       -',
        'node/n10        exclusive  Export-1                       -',
        '',
      ].join('\n'),
    );
    expect(code).toBe(0);
  });

  test('shows what has happened at the moment itself', async () => {
    const { stdout } = await lockchart(['locks', log, '--at', '10000']);
    expect(stdout).toContain('At 00:00:10 (10000 ms): ');
    expect(stdout).not.toContain('Export-1');
    expect(stdout).toMatch(/node\/n1 +shared +Look-2 +exclusive:Move-1/);
  });

  test('shows the end, when everything is free, and with --all every lock in natural order', async () => {
    const end = await lockchart(['locks', log]);
    expect(end.stdout).toMatch(/^At 00:00:\d\d \(\d+ ms\): 0 locks are held, 0 jobs wait\.\n$/);
    const all = await lockchart(['locks', log, '--all']);
    const nodes = [...all.stdout.matchAll(/^node\/\S+/gm)].map(([name]) => name);
    expect(nodes).toEqual(['node/[lockset]', 'node/n1', 'node/n2', 'node/n10']);
  });

  test('prints one JSON value with --json', async () => {
    const { stdout } = await lockchart(['locks', log, '--at', '1500', '--json']);
    const { at, locks } = JSON.parse(stdout) as { at: number; locks: { name: string }[] };
    expect(at).toBe(1_500);
    expect(locks.find(({ name }) => name === 'node/n1')).toEqual({
      name: 'node/n1',
      mode: 'exclusive',
      owner: ['Export-1'],
      pending: [['exclusive', ['Move-1']]],
    });
  });
});

describe('what is wrong is said in a sentence:', () => {
  const broken = (name: string, change: (lines: string[]) => string[]): string => {
    const file = join(folder, name);
    writeFileSync(file, change(readFileSync(log, 'utf8').split('\n')).join('\n'));
    return file;
  };

  test.each<[string, () => string, string]>([
    ['a file that is not there', () => '/nowhere/log', 'cannot read the log /nowhere/log: no such file'],
    ['a job file', () => join(folder, 'jobs.jsonl'), 'is no log of a run'],
    ['an empty file', () => broken('empty', () => []), 'is no log of a run'],
    [
      'another version',
      () =>
        broken('version', ([head = '', ...rest]) => [head.replace('"version":1', '"version":2'), ...rest]),
      'is a log of version 2; this command reads 1',
    ],
    [
      'a line that is cut off',
      () => broken('cut', (lines) => [...lines.slice(0, 3), (lines[3] ?? '').slice(0, 20)]),
      'cut:4: not JSON',
    ],
    [
      'a line of something else',
      () => broken('other', (lines) => [...lines.slice(0, 3), '[1]']),
      'other:4: a line',
    ],
    [
      'a line without a time',
      () => broken('timeless', (lines) => [...lines.slice(0, 3), '{}']),
      'timeless:4: a line',
    ],
    [
      'a log from which a line is missing',
      () => broken('hole', (lines) => lines.filter((_, index) => index !== 4)),
      'the log lets Move-1 wait at node/n1, which would be granted at once: it is broken',
    ],
  ])('%s', async (_, file, message) => {
    const error = await locksText(file(), {}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UsageError);
    expect((error as UsageError).message).toContain(message);
  });
});

test.each([
  [['/nowhere/log'], 'lockchart: cannot read the log /nowhere/log: no such file or directory\n'],
  [[log, '--at', '-1'], 'It must be a number, 0 or more.'],
])('and with exit code 2: %j', together, async (words, message) => {
  const { code, stdout, stderr } = await lockchart(['locks', ...words]);
  expect(stderr).toContain(message);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
});
