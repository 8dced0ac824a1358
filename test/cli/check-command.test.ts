/**
 * `lockchart check`: what a run has logged is legal, and what is not is told with line, words and exit code.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { beforeAll, describe, test as example, expect } from 'vitest';
import { judge } from '../../src/cli/check/command.ts';
import { judged, loggedRun } from '../history/run-logs.ts';
import { arbitraryJobs } from './arbitrary-jobs.ts';
import { folderWith, job, jsonLines, lockchart } from './kit.ts';

const together = { concurrent: true, timeout: 30_000 };

const jobs = [job('a', 0, 100, ['node n1,n2 X']), job('b', 10, 50, ['node n1 S'])];
const folder = folderWith({ 'jobs.jsonl': jsonLines(jobs) });
const log = join(folder, 'run.log');

/** The log without the lines in which it says this. */
function without(name: string, words: RegExp): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => !words.test(line))
      .join('\n'),
  );
  return file;
}

beforeAll(async () => {
  const { code } = await lockchart(['run', join(folder, 'jobs.jsonl'), '--simulate', '--log', log]);
  expect(code).toBe(0);
}, 30_000);

describe('any run', () => {
  const raise = fc.constantFrom(undefined, { after: 5 });
  test.prop([arbitraryJobs, raise], { numRuns: 200 })('has logged what is legal', async (drawn, raised) => {
    expect(judged(await loggedRun(drawn, raised), drawn)).toEqual([]);
  });
});

describe('lockchart check', together, () => {
  example.each(['evacuation', 'mass-migration', 'verify-under-creates'])(
    'accepts a run of examples/%s.jsonl',
    async (name) => {
      const file = join(folder, `${name}.log`);
      const run = await lockchart(['run', `examples/${name}.jsonl`, '--simulate', '--log', file]);
      expect(run.code).toBe(0);
      const { code, stdout, stderr } = await lockchart(['check', file]);
      expect(stdout).toMatch(/^[\d\s]+ lines of [\d\s]+ jobs: all of it can have happened\.\n$/);
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    },
  );

  example('shows what cannot have happened', async () => {
    const { code, stdout } = await lockchart(['check', without('held', /"release","job":"a"/)]);
    expect(stdout.replace(/ +/g, ' ')).toMatch(
      / 10 00:00:00 exclusion node\/n1 b is granted shared while a holds/,
    );
    expect(stdout).toMatch(/4 things cannot have happened\.\n$/);
    expect(code).toBe(1);
  });

  example('shows it as JSON', async () => {
    const { code, stdout } = await lockchart(['check', without('endless', /"end","job":"b"/), '--json']);
    expect(JSON.parse(stdout)).toEqual({
      legal: false,
      lines: expect.any(Number) as number,
      jobs: 2,
      problems: [
        {
          rule: 'answered',
          line: expect.any(Number) as number,
          at: 10,
          lock: 'node',
          owner: 'b',
          message: 'b asks, and does not end',
        },
      ],
    });
    expect(code).toBe(1);
    const legal = await lockchart(['check', log, '--json']);
    expect(JSON.parse(legal.stdout)).toMatchObject({ legal: true, jobs: 2, problems: [] });
  });

  example('says which line it cannot read, with exit code 2', async () => {
    const file = join(folder, 'cut');
    writeFileSync(file, readFileSync(log, 'utf8').slice(0, -20));
    const { code, stdout, stderr } = await lockchart(['check', file]);
    expect(stderr).toMatch(/^lockchart: \S+cut:\d+: not JSON/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  example.each([
    [/"grant"/, '"grnat"', "no line of type 'grnat' of a log is like this"],
    [/"names":\["BGL"\]/, '"name":"BGL"', "no line of type 'request' of a log is like this"],
    [/"tokens":\[\d+\]/, '"token":1', "no line of type 'grant' of a log is like this"],
    [/"mode":"shared"/, '"mode":"both"', "no line of type 'request' of a log is like this"],
  ])('says which line is like no line of a log: %s', async (what, other, message) => {
    const file = join(folder, other.replaceAll(/\W/g, ''));
    writeFileSync(file, readFileSync(log, 'utf8').replace(what, other));
    const error = await judge(file, new AbortController().signal, () => {}).catch(
      (reason: unknown) => reason,
    );
    expect(String(error)).toMatch(/^UsageError: \S+:\d+: no line/);
    expect(String(error)).toContain(message);
  });

  example('says that there is nothing to check, with exit code 2', async () => {
    const file = join(folder, 'head');
    writeFileSync(file, `${readFileSync(log, 'utf8').split('\n')[0]}\n`);
    const { code, stdout, stderr } = await lockchart(['check', file]);
    expect(stderr).toMatch(/^lockchart: \S+head has nothing but its first line/);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  example.each([
    [['/nowhere/log'], 'cannot read the log /nowhere/log: no such file'],
    [[], "missing required argument 'log'"],
    [[log, '--wrong'], "unknown option '--wrong'"],
  ])('tells of wrong use, with exit code 2: %j', async (words, message) => {
    const { code, stdout, stderr } = await lockchart(['check', ...words]);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  example('says what it does', async () => {
    const { code, stdout } = await lockchart(['check', '--help']);
    expect(stdout).toContain('Exit codes: 0 all can have happened, 1 something cannot');
    expect(code).toBe(0);
  });

  example('stops at Ctrl-C, with exit code 130', async () => {
    const head = `${readFileSync(log, 'utf8').split('\n')[0]}\n`;
    const file = join(folder, 'long');
    writeFileSync(file, head + `${JSON.stringify({ at: 0, type: 'end', job: 'x' })}\n`.repeat(500_000));
    const { code, stdout, stderr } = await lockchart(['check', file], { preload: './interrupt-at-once.ts' });
    expect(stderr).toContain('stopped');
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
  });
});
