/** `lockchart run` from outside: a process, its words, its files, its signals and its exit code. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import type { LogHead, LogLine } from '../../src/cli/run/log-format.ts';
import type { Summary } from '../../src/cli/run/report.ts';
import { bglJob, folderWith, job, jsonLines, lockchart } from './kit.ts';

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

function readLog(file: string): { head: LogHead; lines: LogLine[] } {
  const texts = readFileSync(file, 'utf8').split('\n');
  expect(texts.pop()).toBe('');
  const [head, ...lines] = texts.map((text) => JSON.parse(text) as unknown);
  return { head: head as LogHead, lines: lines as LogLine[] };
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
    const { head, lines } = readLog(log);
    expect(head).toMatchObject({ lockchart: 'run', version: 1, file, speed: 50 });
    // Job by job: on a machine with much else to do, all three may arrive in one tick.
    const of = (id: string): LogLine[] => lines.filter((line) => line.job === id);
    expect(of('reader').map(({ type }) => type)).toEqual(['request', 'grant', 'release', 'end']);
    expect(of('writer').map(({ type }) => type)).toEqual(['request', 'wait', 'grant', 'release', 'end']);
    expect(of('hurried').map(({ type }) => type)).toEqual(['request', 'wait', 'refuse', 'end']);
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map((_, index) => index));
    const grant = { level: 'cluster', names: ['BGL'], mode: 'exclusive', priority: 0, tokens: [2] };
    expect(of('writer')[2]).toMatchObject(grant);
    expect(of('hurried')[2]).toMatchObject({ reason: 'timeout' });
    for (const { at } of lines) expect(at).toBe(Number(at.toFixed(3)));
    expect(code).toBe(0);
  });

  test('takes locks at all levels, in no time with --simulate', async () => {
    const file = jobFile([
      job('Create-1', 0, 60_000, ['instance i9 X new', 'node-alloc NAL X', 'node ALL X'], {
        steps: [{ at: 20_000, do: 'release', level: 'node', names: null, keep: ['n1'] }],
      }),
      job('Move-1', 1_000, 30_000, ['instance i1 X', 'node n1,n2 X', 'node-res n1,n2 X']),
    ]);
    const { code, stdout } = await lockchart(['run', file, '--simulate', '--json']);
    const summary = JSON.parse(stdout) as Summary;
    expect(summary).toMatchObject({ speed: null, elapsedMs: 90_000, jobs: { done: 2 } });
    expect(summary.levels.find(({ level }) => level === 'node')).toMatchObject({
      totalMs: 59_000,
      heldBy: [{ operation: 'Create', ms: 59_000 }],
    });
    expect(summary.contended).toMatchObject([{ level: 'node', name: 'n1', totalMs: 59_000 }]);
    expect(code).toBe(0);
  });

  test('raises who waits long, with --raise-after and only then', async () => {
    const file = jobFile([
      bglJob('holder', 0, 1_000, 'exclusive'),
      bglJob('old', 10, 500, 'exclusive', { priority: 1 }),
      bglJob('new', 900, 500, 'exclusive'),
    ]);
    const order = async (...how: string[]): Promise<string[]> => {
      const log = `${file}.${how.length}.log`;
      await lockchart(['run', file, '--simulate', '--log', log, ...how]);
      return readLog(log).lines.flatMap(({ type, job: who }) => (type === 'grant' ? [who] : []));
    };
    expect(await order()).toEqual(['holder', 'new', 'old']);
    expect(await order('--raise-after', '400')).toEqual(['holder', 'old', 'new']);
  });

  test('writes a timeline with --timeline', async () => {
    const file = jobFile();
    const page = `${file}.html`;
    const { code } = await lockchart(['run', file, '--simulate', '--timeline', page]);
    const html = readFileSync(page, 'utf8');
    expect(html).toMatch(/^<!doctype html>/i);
    expect(html).toContain('"id":"hurried"');
    expect(html.trimEnd().endsWith('</html>')).toBe(true);
    expect(code).toBe(0);
  });

  test('fails, with exit code 1, locks that grant everything', async () => {
    const setting = { preload: './grant-everything.ts' };
    const { code, stdout } = await lockchart(['run', jobFile(), '--speed', '50'], setting);
    expect(stdout).toContain('BROKEN: 2 overlaps of incompatible holds');
    expect(stdout).toMatch(
      /writer \(exclusive\) entered cluster\/BGL at \S+ while reader \(shared\) was inside/,
    );
    expect(code).toBe(1);
  });

  // Only Linux has a file that is always full.
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
        started: (child) => whenFileHas(log, '"wait","job":"waiting"', () => child.kill('SIGINT')),
      },
    );
    const counts = { done: 1, interrupted: 1, aborted: 1, notStarted: 1, failed: 0 };
    expect(JSON.parse(stdout)).toMatchObject({
      stopped: 'interrupted',
      jobs: counts,
      proof: { holds: true },
    });
    expect(readLog(log).lines.map(({ type, job: who }) => `${type} ${who}`)).toEqual(
      expect.arrayContaining(['release running', 'refuse waiting', 'end running', 'end waiting']),
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
    [
      ['run', '--simulate', '--speed', '5'],
      "option '--simulate' cannot be used with option '--speed <factor>'",
    ],
    [
      ['run', '--raise-after', 'x'],
      "option '--raise-after <ms>' argument 'x' is invalid. It must be a number above 0.",
    ],
  ])('%j', async (words, message) => {
    const { code, stdout, stderr } = await lockchart(words);
    expect(stderr).toContain(`error: ${message}`);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  });
});

test('the help tells the defaults, the format and the exit codes', together, async () => {
  const { code, stdout } = await lockchart(['run', '--help']);
  const told = [
    '--speed <factor>',
    '45 seconds',
    '--simulate',
    '--raise-after <ms>',
    '--json',
    '--log <file>',
    '--timeline <file>',
    '"arrival":0',
    '"steps"',
    'Exit codes',
  ];
  for (const words of told) {
    expect(stdout).toContain(words);
  }
  expect(code).toBe(0);
});
