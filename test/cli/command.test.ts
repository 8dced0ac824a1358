/** `lockchart run` from outside: a process, its words, its files, its signals and its exit code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import type { Summary } from '../../src/cli/run/report.ts';
import type { RunRecord } from '../../src/cli/run/run-words.ts';
import { bglJob, folderWith, jsonLines, lockchart } from './kit.ts';

const jobs = [
  bglJob('reader', 0, 20_000, 'shared'),
  bglJob('writer', 1_000, 10_000, 'exclusive'),
  bglJob('hurried', 2_000, 10_000, 'shared', { timeout: 500 }),
];

/** Two processes at once keep the folder quick; more would only wait for each other. */
const together = { concurrent: true, timeout: 15_000 };

function jobFile(content: readonly Job[] = jobs): string {
  return join(folderWith({ 'jobs.jsonl': jsonLines(content) }), 'jobs.jsonl');
}

function readLog(file: string): RunRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.pop()).toBe('');
  return lines.map((line) => JSON.parse(line) as RunRecord);
}

/** Calls back once the file holds the text; a run is known to be under way by its log. */
function whenFileHas(file: string, text: string, callback: () => void): void {
  const timer = setInterval(() => {
    if (!existsSync(file) || !readFileSync(file, 'utf8').includes(text)) return;
    clearInterval(timer);
    callback();
  }, 20);
}

describe('a run', together, () => {
  test('prints a summary for people', async () => {
    const { code, stdout, stderr } = await lockchart(['run', jobFile(), '--speed', '50']);
    expect(stderr).toBe('');
    expect(stdout).toContain('3: 2 done, 1 timed out');
    expect(stdout).toContain('no two incompatible holds overlapped');
    // No colours and no live view where there is no terminal.
    expect(stdout).not.toContain('\u001B');
    expect(code).toBe(0);
  });

  test('prints one JSON value with --json, and logs what happened with --log', async () => {
    const file = jobFile();
    const log = `${file}.log`;
    const { code, stdout } = await lockchart(['run', file, '--speed', '50', '--json', '--log', log]);
    const summary = JSON.parse(stdout) as Summary;
    expect(summary).toMatchObject({
      file,
      speed: 50,
      stopped: null,
      jobs: { total: 3, done: 2, timedOut: 1 },
    });
    expect(summary.proof).toMatchObject({ holds: true, entries: 2, exits: 2 });
    const records = readLog(log);
    // Job by job: on a machine with much else to do, all three may arrive in one tick.
    const of = (id: string): RunRecord[] => records.filter(({ job }) => job === id);
    expect(of('reader').map(({ type }) => type)).toEqual(['request', 'grant', 'release']);
    expect(of('writer').map(({ type }) => type)).toEqual(['request', 'grant', 'release']);
    expect(of('hurried').map(({ type }) => type)).toEqual(['request', 'refuse']);
    expect(records.map(({ seq }) => seq)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const grant = { lock: 'cluster/BGL', mode: 'exclusive', priority: 0, token: expect.any(Number) };
    expect(of('writer')[1]).toMatchObject(grant);
    expect(of('hurried')[1]?.reason).toBe('timeout');
    for (const { at } of records) expect(at).toBe(Number(at.toFixed(3)));
    expect(code).toBe(0);
  });

  test('fails, with exit code 1, a lock that grants everything', async () => {
    const setting = { preload: './grant-everything.ts' };
    const { code, stdout } = await lockchart(['run', jobFile(), '--speed', '50'], setting);
    expect(stdout).toContain('BROKEN: 2 overlaps of incompatible holds');
    expect(stdout).toMatch(
      /writer \(exclusive\) entered cluster\/BGL at \S+ while reader \(shared\) was inside/,
    );
    expect(code).toBe(1);
  });

  test.runIf(existsSync('/dev/full'))('fails, with exit code 1, when the log breaks off', async () => {
    const { code, stdout, stderr } = await lockchart([
      'run',
      jobFile(),
      '--speed',
      '1e6',
      '--log',
      '/dev/full',
    ]);
    expect(stdout).toContain('3: ');
    expect(stderr).toBe('lockchart: the log is not complete: no space left on device\n');
    expect(code).toBe(1);
  });

  test('does not crash when nobody reads what it prints', async () => {
    const setting = { started: (child: { stdout: { destroy(): void } | null }) => child.stdout?.destroy() };
    const { code, stderr } = await lockchart(['run', jobFile(), '--speed', '50'], setting);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  test('stops on Ctrl-C, sums up, and exits with 130', async () => {
    const day = 86_400_000;
    const file = jobFile([
      bglJob('done', 0, 1, 'shared'),
      bglJob('running', 0, day, 'shared'),
      bglJob('waiting', 5_000, 1, 'exclusive', { timeout: day }),
      bglJob('later', day, 1, 'shared'),
    ]);
    const log = `${file}.log`;
    const { code, stdout, stderr } = await lockchart(
      ['run', file, '--speed', '100', '--json', '--log', log],
      {
        started: (child) => whenFileHas(log, '"request","job":"waiting"', () => child.kill('SIGINT')),
      },
    );
    const counts = { done: 1, interrupted: 1, aborted: 1, notStarted: 1, failed: 0 };
    expect(JSON.parse(stdout)).toMatchObject({
      stopped: 'interrupted',
      jobs: counts,
      proof: { holds: true },
    });
    expect(readLog(log).map(({ type, job }) => `${type} ${job}`)).toEqual(
      expect.arrayContaining(['release running', 'refuse waiting']),
    );
    expect(stderr).toBe('');
    expect(code).toBe(130);
  });
});

describe('what is wrong is said in a sentence, with exit code 2 and nothing run:', together, () => {
  test('a malformed line, by its number', async () => {
    const folder = folderWith({ 'jobs.jsonl': `${JSON.stringify(jobs[0])}\n{"id":"b"}\nnonsense\n` });
    const file = join(folder, 'jobs.jsonl');
    const log = join(folder, 'log.jsonl');
    const { code, stdout, stderr } = await lockchart(['run', file, '--log', log]);
    expect(stderr).toContain(`${file}:2: the line has no 'arrival'`);
    expect(stderr).toContain(`${file}:3: not JSON`);
    expect(stdout).toBe('');
    expect(existsSync(log)).toBe(false);
    expect(code).toBe(2);
  });

  test('a job file that does not exist', async () => {
    const { code, stdout, stderr } = await lockchart(['run', '/nowhere/jobs.jsonl']);
    expect(stderr).toBe(
      'lockchart: cannot read the job file /nowhere/jobs.jsonl: no such file or directory\n',
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });

  test.each([
    [
      ['run', '--speed', '0'],
      "option '--speed <factor>' argument '0' is invalid. It must be a number above 0.",
    ],
    [['run', '--sped', '1'], "unknown option '--sped'"],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await lockchart(words);
    expect(stderr).toContain(`error: ${message}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

test('the help tells the defaults, the format and the exit codes', together, async () => {
  const { code, stdout } = await lockchart(['run', '--help']);
  for (const words of ['--speed <factor>', '1920', '--json', '--log <file>', '"arrival":0', 'Exit codes']) {
    expect(stdout).toContain(words);
  }
  expect(code).toBe(0);
});
