/** Files that cannot be read or written are usage errors, in words that a user understands. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleFile, openOutputs, readPlan } from '../../src/cli/run/files.ts';
import { LineFile } from '../../src/cli/run/line-file.ts';
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
    expect((await readPlan(join(folder, 'jobs.jsonl'))).jobs).toEqual(jobs);
  });

  test('is the example if none is named', async () => {
    expect((await readPlan(exampleFile())).jobs).not.toHaveLength(0);
  });

  test('must be there, be a file, and hold a job', async () => {
    const folder = folderWith({ 'empty.jsonl': '\n' });
    const missing = join(folder, 'missing.jsonl');
    expect(await complaint(readPlan(missing))).toBe(
      `cannot read the job file ${missing}: no such file or directory`,
    );
    expect(await complaint(readPlan(folder))).toContain('illegal operation on a directory');
    expect(await complaint(readPlan(join(folder, 'empty.jsonl')))).toContain('holds no jobs');
  });

  test('is told about ten times at most', async () => {
    const folder = folderWith({ 'bad.jsonl': '{}\n'.repeat(100) });
    const message = await complaint(readPlan(join(folder, 'bad.jsonl')));
    expect(message).toContain('bad.jsonl:10: ');
    expect(message).not.toContain('bad.jsonl:11: ');
    expect(message).toContain('and 90 more');
  });
});

describe('the files that a run writes', () => {
  test('must have a folder', async () => {
    const log = join(folderWith({}), 'missing', 'log');
    expect(await complaint(openOutputs('jobs', { log }))).toBe(
      `cannot write the log ${log}: no such file or directory`,
    );
  });

  test('do not overwrite the jobs, by whatever name, nor each other', async () => {
    const folder = folderWith({ 'jobs.jsonl': jsonLines(jobs) });
    const file = join(folder, 'jobs.jsonl');
    const detour = `${folder}/../${folder.split('/').at(-1)}/jobs.jsonl`;
    expect(await complaint(openOutputs(file, { log: detour }))).toContain('must not overwrite the job file');
    expect(await complaint(openOutputs(file, { timeline: detour }))).toContain(
      'must not overwrite the job file',
    );
    const both = join(folder, 'both');
    expect(await complaint(openOutputs(file, { log: both, timeline: both }))).toBe(
      'the timeline must not overwrite the log',
    );
    expect(readFileSync(file, 'utf8')).toBe(jsonLines(jobs));
  });

  test('hold every line, however many come at once', async () => {
    const file = join(folderWith({}), 'log');
    const outputs = await openOutputs('jobs', { log: file });
    const log = new LineFile(outputs.log as NonNullable<typeof outputs.log>);
    const many = 5_000;
    for (let line = 0; line < many; line += 1) {
      log.write({ line });
      if (line % 1_000 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await log.close();
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(
      Array.from({ length: many }, (_, line) => ({ line })),
    );
  });
});
