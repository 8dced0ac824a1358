/** What the tests of the command share: jobs, runs in virtual time, a lock that does wrong, and a shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import type { Job } from '../../src/cli/run/job.ts';
import type { JobLock, RunRecord, RunResult } from '../../src/cli/run/run-words.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { type Mode, SharedLock } from '../../src/index.ts';
import type { Clock } from '../../src/locks/clock.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';

export function bglJob(
  id: string,
  arrival: number,
  duration: number,
  mode: Mode,
  more: Partial<Job> = {},
): Job {
  return { id, arrival, duration, locks: [{ level: 'cluster', names: ['BGL'], mode }], ...more };
}

export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

export interface VirtualRun {
  readonly result: RunResult;
  readonly records: readonly RunRecord[];
}

/** Runs jobs in virtual time, at speed 1 unless told otherwise. */
export async function runVirtually(
  jobs: readonly Job[],
  { speed = 1, createLock = honestLock }: { speed?: number; createLock?: typeof honestLock } = {},
): Promise<VirtualRun> {
  const clock = new VirtualClock();
  const records: RunRecord[] = [];
  const workload = new Workload(jobs, {
    clock,
    speed,
    createLock: (name) => createLock(name, clock),
    onRecord: (record) => records.push(record),
  });
  const finished = workload.run();
  await clock.settle();
  while (clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt);
  // What the command does when nothing is left to wait for.
  workload.stop('stalled');
  return { result: await finished, records };
}

export function honestLock(name: string, clock: Clock): JobLock {
  return new SharedLock(name, { clock });
}

/** Lets everybody in at once, and says all is well. */
export function grantingLock(name: string): JobLock {
  let token = 0;
  return {
    acquire: () => {
      token += 1;
      return Promise.resolve({ token, release: () => undefined });
    },
    waiterCount: 0,
    snapshot: () => new SharedLock(name).snapshot(),
  };
}

const folders: string[] = [];

// Not after each test: tests that run together share the kit.
afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A new folder with these files, gone when the tests of the file are done. */
export function folderWith(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'lockchart-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

export interface CommandResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CommandSetting {
  /** A module of this folder that is loaded first. */
  readonly preload?: string;
  /** Called once the process is there; it may close its streams or send it signals. */
  readonly started?: (child: ChildProcess) => void;
}

/** `lockchart …` as a process of its own. */
export function lockchart(words: readonly string[], setting: CommandSetting = {}): Promise<CommandResult> {
  const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));
  const preload =
    setting.preload === undefined ? [] : ['--import', new URL(setting.preload, import.meta.url).href];
  const child = spawn(process.execPath, ['--import', 'tsx', ...preload, main, ...words], { stdio: 'pipe' });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  setting.started?.(child);
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, ...output })));
}
