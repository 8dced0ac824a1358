/** Files that cannot be read or written are usage errors, in words that a user understands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFile, openLog, readJobs } from '../../src/cli/run/files.ts';
import { UsageError } from '../../src/cli/usage-error.ts';
import { bglJob, folderWith, jsonLines } from './kit.ts';

const jobs = [bglJob('a', 0, 1, 'shared')];

async function complaint(promise: Promise<unknown>): Promise<string> {
  const error = await promise.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(UsageError);
  return (error as UsageError).message;
}

describe('the job file', () => {
  test('is read', async () => {
    const folder = folderWith({ 'jobs.jsonl': jsonLines(jobs) });
    expect(await readJobs(join(folder, 'jobs.jsonl'))).toEqual(jobs);
  });

  test('is the example if none is named', async () => {
    expect(await readJobs(exampleFile())).not.toHaveLength(0);
  });

  test('must be there, be a file, and hold a job', async () => {
    const folder = folderWith({ 'empty.jsonl': '\n' });
    const missing = join(folder, 'missing.jsonl');
    expect(await complaint(readJobs(missing))).toBe(
      `cannot read the job file ${missing}: no such file or directory`,
    );
    expect(await complaint(readJobs(folder))).toContain('illegal operation on a directory');
    expect(await complaint(readJobs(join(folder, 'empty.jsonl')))).toContain('holds no jobs');
  });

  test('is told about ten times at most', async () => {
    const folder = folderWith({ 'bad.jsonl': '{}\n'.repeat(100) });
    const message = await complaint(readJobs(join(folder, 'bad.jsonl')));
    expect(message).toContain('bad.jsonl:10: ');
    expect(message).not.toContain('bad.jsonl:11: ');
    expect(message).toContain('and 90 more');
  });
});

describe('the log', () => {
  test('must have a folder', async () => {
    const log = join(folderWith({}), 'missing', 'log');
    expect(await complaint(openLog(log, 'jobs'))).toBe(
      `cannot write the log ${log}: no such file or directory`,
    );
  });

  test('does not overwrite the jobs, by whatever name', async () => {
    const folder = folderWith({ 'jobs.jsonl': jsonLines(jobs) });
    const file = join(folder, 'jobs.jsonl');
    expect(await complaint(openLog(`${folder}/../${folder.split('/').at(-1)}/jobs.jsonl`, file))).toContain(
      'overwrite',
    );
    expect(readFileSync(file, 'utf8')).toBe(jsonLines(jobs));
  });

  test('holds every record, however many come at once', async () => {
    const file = join(folderWith({}), 'log');
    const log = await openLog(file, 'jobs');
    const many = 5_000;
    for (let seq = 0; seq < many; seq += 1) {
      log.write({ at: seq / 3, seq, type: 'request', job: 'a', lock: 'L', mode: 'shared', priority: 0 });
      if (seq % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines).toHaveLength(many);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({ at: 0.333, seq: 1, type: 'request' });
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ seq: many - 1 });
  });
});
