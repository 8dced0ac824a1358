/** What the tests of the command share: jobs, runs in virtual time, managers that do wrong, and a shell. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { Contention } from '../../src/cli/run/contention.ts';
import type { Job, Level, LockRequest } from '../../src/cli/run/job.ts';
import { type LockEvent, LockWatch, type WatchedLock } from '../../src/cli/run/lock-watch.ts';
import { usedMembers } from '../../src/cli/run/members.ts';
import type { JobEvent, JobKeyring, JobManager, RunResult } from '../../src/cli/run/run-words.ts';
import { passTime } from '../../src/cli/run/start.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { type Clock, ganetiLevels, LockManager, type Mode, type RaiseOptions } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { grantingKeyring } from './granting.ts';

/** The big lock as a job takes it. */
export function bgl(mode: Mode = 'shared'): LockRequest {
  return { level: 'cluster', names: ['BGL'], mode };
}

export function bglJob(
  id: string,
  arrival: number,
  duration: number,
  mode: Mode,
  more: Partial<Job> = {},
): Job {
  return { id, arrival, duration, locks: [bgl(mode)], ...more };
}

/** `node n1,n2 X`, `node ALL S opp`, `instance i1 X new`, as a job file says it. */
export function lock(text: string): LockRequest {
  const [level, names = '', mode, ...flags] = text.split(' ');
  return {
    level: level as Level,
    names: names === 'ALL' ? null : names.split(','),
    mode: mode === 'X' ? 'exclusive' : 'shared',
    ...(flags.includes('opp') ? { opportunistic: true } : {}),
    ...(flags.includes('new') ? { new: true } : {}),
  };
}

/** A job that holds the big lock shared, and these. */
export function job(
  id: string,
  arrival: number,
  duration: number,
  locks: readonly string[],
  more: Partial<Job> = {},
): Job {
  return { id, arrival, duration, locks: [bgl(), ...locks.map(lock)], ...more };
}

export function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('');
}

export interface VirtualRun {
  readonly result: RunResult;
  /** `at what job …` of all that the locks and the jobs have told. */
  readonly story: readonly string[];
  readonly workload: Workload;
  readonly watch: LockWatch;
}

export interface VirtualSetting {
  readonly speed?: number;
  readonly raise?: RaiseOptions;
  readonly manager?: (clock: Clock, watch: LockWatch) => JobManager;
  /** Calls back before anything has run. */
  readonly begun?: (run: Omit<VirtualRun, 'result' | 'story'>) => void;
}

/** Runs jobs in virtual time, at speed 1 unless told otherwise. */
export async function runVirtually(
  jobs: readonly Job[],
  { speed = 1, raise, manager = honestManager(jobs), begun }: VirtualSetting = {},
): Promise<VirtualRun> {
  const clock = new VirtualClock();
  const watch = new LockWatch();
  const workload = new Workload(jobs, {
    clock,
    speed,
    raise,
    manager: manager(clock, watch),
    contention: (now) => new Contention(watch, now),
  });
  watch.begin();
  const story: string[] = [];
  watch.listenToAll((event, where) => story.push(`${workload.now()} ${lockStory(event, where)}`));
  workload.listen((event) => story.push(`${workload.now()} ${jobStory(event)}`));
  begun?.({ workload, watch });
  const finished = workload.run();
  await passTime(clock);
  // What the command does when nothing is left to wait for.
  workload.stop('stalled');
  return { result: await finished, story, workload, watch };
}

function lockStory({ type, job: who, ...event }: LockEvent, { level, name }: WatchedLock): string {
  const reason = 'reason' in event ? ` ${event.reason}` : '';
  return `${type} ${who} ${level}/${name}${reason}`;
}

function jobStory(event: JobEvent): string {
  if (event.type === 'end') return `end ${event.outcome.job.id} ${event.outcome.state}`;
  return event.type === 'start' ? `start ${event.job.id}` : `request ${event.job.id} ${event.request.level}`;
}

/** With the members that the jobs speak of. */
export function honestManager(jobs: readonly Job[]): (clock: Clock, watch: LockWatch) => JobManager {
  return (clock, { engine }) => new LockManager({ levels: ganetiLevels(usedMembers(jobs)), engine, clock });
}

/** Lets everybody in at once, and says all is well; but for the change. */
export function grantingManager(change: Partial<JobKeyring> = {}): () => JobManager {
  return () => ({ keyring: () => grantingKeyring(change) });
}

/** How each job ended. */
export function states({ outcomes }: RunResult): Record<string, string> {
  return Object.fromEntries(outcomes.map(({ job: { id }, state }) => [id, state]));
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
