/** Runs in virtual time: what is asked of the lock, when, and how every job ends. */
import { describe, expect, test } from 'vitest';
import type { JobLock, JobRequest, RunRecord } from '../../src/cli/run/run-words.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { systemClock } from '../../src/locks/clock.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { bglJob, grantingLock, honestLock, runVirtually } from './kit.ts';

/** `at type job` of each record. */
function story(records: readonly RunRecord[]): string[] {
  return records.map(({ at, type, job, reason }) =>
    [at, type, job, reason].filter((part) => part !== undefined).join(' '),
  );
}

/** The requests that a run makes of a lock which grants everything. */
async function requestsOf(jobs: Parameters<typeof runVirtually>[0], speed: number): Promise<JobRequest[]> {
  const requests: JobRequest[] = [];
  const createLock = (name: string): JobLock => {
    const lock = grantingLock(name);
    return {
      ...lock,
      acquire: (request) => {
        requests.push(request);
        return lock.acquire(request);
      },
    };
  };
  await runVirtually(jobs, { speed, createLock });
  return requests;
}

describe('a run', () => {
  test('lets jobs in as the lock does, and says so in order', async () => {
    const jobs = [
      bglJob('reader', 0, 100, 'shared'),
      bglJob('writer', 10, 50, 'exclusive'),
      bglJob('hurried', 20, 10, 'shared', { timeout: 30 }),
      bglJob('late', 40, 10, 'shared'),
    ];
    const { result, records } = await runVirtually(jobs);
    expect(story(records)).toEqual([
      '0 request reader',
      '0 grant reader',
      '10 request writer',
      '20 request hurried',
      '40 request late',
      '50 refuse hurried timeout',
      '100 release reader',
      '100 grant writer',
      '150 release writer',
      '150 grant late',
      '160 release late',
    ]);
    expect(records.map(({ seq }) => seq)).toEqual(records.map((_, index) => index));
    expect(result.outcomes.map(({ job, state, waitedMs }) => [job.id, state, waitedMs])).toEqual([
      ['hurried', 'timed-out', undefined],
      ['reader', 'done', 0],
      ['writer', 'done', 90],
      ['late', 'done', 110],
    ]);
    expect(result.longestQueue).toEqual({ jobs: 3, at: 40 });
  });

  test('asks for jobs of one arrival in the order of the file', async () => {
    const jobs = ['c', 'a', 'b'].map((id) => bglJob(id, 5, 1, 'exclusive'));
    const { records } = await runVirtually(jobs);
    const granted = records.filter(({ type }) => type === 'grant').map(({ job }) => job);
    expect(granted).toEqual(['c', 'a', 'b']);
  });

  test('scales every time, and reports in the time of the file', async () => {
    const jobs = [
      bglJob('a', 0, 10_000, 'exclusive'),
      bglJob('b', 5_000, 10_000, 'exclusive', { timeout: 20_000 }),
    ];
    const slow = await runVirtually(jobs, { speed: 1 });
    const fast = await runVirtually(jobs, { speed: 1_000 });
    expect(story(fast.records)).toEqual(story(slow.records));
    expect((await requestsOf(jobs, 1_000)).map(({ timeout }) => timeout)).toEqual([undefined, 20]);
  });

  test('keeps a wait a wait when it is scaled to almost nothing, and a try a try', async () => {
    const jobs = [
      bglJob('a', 0, 1, 'shared', { timeout: 500 }),
      bglJob('b', 1, 1, 'shared', { timeout: 0.5 }),
    ];
    expect((await requestsOf(jobs, 1_000)).map(({ timeout }) => timeout)).toEqual([1, 0.5]);
  });

  test('tells the lock owner, priority and mode', async () => {
    const [request] = await requestsOf([bglJob('a', 0, 1, 'shared', { priority: -3 })], 1);
    expect(request).toMatchObject({ owner: 'a', priority: -3, mode: 'shared' });
  });

  test('reaches a job that arrives and lasts longer than a timer can wait', async () => {
    const month = 30 * 86_400_000;
    const { records } = await runVirtually([bglJob('a', month, month, 'exclusive')]);
    expect(story(records)).toEqual([`${month} request a`, `${month} grant a`, `${2 * month} release a`]);
  });

  test('of no jobs ends', async () => {
    expect((await runVirtually([])).result.outcomes).toEqual([]);
  });

  test('takes time by the real clock too', async () => {
    const workload = new Workload([bglJob('a', 0, 20_000, 'shared')], {
      clock: systemClock,
      speed: 1_000,
      createLock: (name) => honestLock(name, systemClock),
    });
    const result = await workload.run();
    expect(result.elapsedMs).toBeGreaterThanOrEqual(19_000);
  });
});

describe('a run that is stopped', () => {
  test('admits nobody any more, aborts who waits, ends who runs, and holds nothing', async () => {
    const clock = new VirtualClock();
    const jobs = [
      bglJob('done', 0, 10, 'exclusive'),
      bglJob('running', 20, 1_000, 'shared'),
      bglJob('waiting', 30, 10, 'exclusive'),
      bglJob('later', 500, 10, 'shared'),
    ];
    const workload = new Workload(jobs, { clock, speed: 1, createLock: (name) => honestLock(name, clock) });
    const finished = workload.run();
    await clock.advanceTo(100);
    workload.stop('interrupted');
    const result = await finished;
    expect(Object.fromEntries(result.outcomes.map(({ job, state }) => [job.id, state]))).toEqual({
      done: 'done',
      running: 'interrupted',
      waiting: 'aborted',
    });
    expect(result).toMatchObject({ notStarted: 1, stopped: 'interrupted' });
    expect(workload.lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
    // No timer is left either, which would let the late job in or keep the process.
    expect(clock.pending).toBe(0);
    expect(result.passages.filter(({ type }) => type === 'exit')).toHaveLength(2);
  });
});

describe('a job fails, and the run goes on,', () => {
  const jobs = [bglJob('a', 0, 10, 'shared'), bglJob('b', 20, 10, 'shared')];

  test.each<[string, Partial<JobLock>, string]>([
    ['when the lock rejects', { acquire: () => Promise.reject(new Error('broken')) }, 'broken'],
    [
      'when the lock throws',
      {
        acquire: () => {
          throw new Error('thrown');
        },
      },
      'thrown',
    ],
    [
      'when the release throws',
      { acquire: () => Promise.resolve({ token: 1, release: notYours }) },
      'not yours',
    ],
  ])('%s', async (_, change, error) => {
    const { result } = await runVirtually(jobs, { createLock: wrong(change) });
    expect(result.outcomes).toMatchObject([
      { state: 'failed', error },
      { state: 'failed', error },
    ]);
  });

  test('when the lock forgets it: a lost wake-up is no silent success', async () => {
    const { result } = await runVirtually(jobs, { createLock: wrong({ acquire: forgets }) });
    expect(result.stopped).toBe('stalled');
    expect(result.outcomes.map(({ state }) => state)).toEqual(['failed', 'failed']);
  });
});

function notYours(): void {
  throw new Error('not yours');
}

/** A lock that grants everything, but for the change. */
function wrong(change: Partial<JobLock>): (name: string) => JobLock {
  return (name) => ({ ...grantingLock(name), ...change });
}

/** Waits for ever, or for the signal. */
function forgets({ signal }: JobRequest): ReturnType<JobLock['acquire']> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
