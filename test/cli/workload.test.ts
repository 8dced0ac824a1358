/** Runs in virtual time: what is asked of the locks, when, and how every job ends. */
import { describe, expect, test } from 'vitest';
import { Contention } from '../../src/cli/run/contention.ts';
import type { Job } from '../../src/cli/run/job.ts';
import { LockWatch } from '../../src/cli/run/lock-watch.ts';
import type { JobKeyring, JobRequest } from '../../src/cli/run/run-words.ts';
import { Workload } from '../../src/cli/run/workload.ts';
import { systemClock } from '../../src/locks/clock.ts';
import { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { bglJob, grantingManager, honestManager, job, runVirtually, states } from './kit.ts';

/** The requests that a run makes of a manager which grants everything. */
async function requestsOf(jobs: readonly Job[], speed: number): Promise<JobRequest[]> {
  const requests: JobRequest[] = [];
  const manager = grantingManager({
    acquire: (_level, names, request) => {
      requests.push(request);
      return Promise.resolve({ names: names as readonly string[] });
    },
  });
  await runVirtually(jobs, { speed, manager });
  return requests;
}

const ofLocks = (story: readonly string[]): string[] =>
  story.filter((line) => /^\S+ (wait|grant|refuse|release) /.test(line));

describe('a run', () => {
  test('lets jobs in as the locks do, and says so in order', async () => {
    const jobs = [
      bglJob('reader', 0, 100, 'shared'),
      bglJob('writer', 10, 50, 'exclusive'),
      bglJob('hurried', 20, 10, 'shared', { timeout: 30 }),
      bglJob('late', 40, 10, 'shared'),
    ];
    const { result, story } = await runVirtually(jobs);
    expect(ofLocks(story)).toEqual([
      '0 grant reader cluster/BGL',
      '10 wait writer cluster/BGL',
      '20 wait hurried cluster/BGL',
      '40 wait late cluster/BGL',
      '50 refuse hurried cluster/BGL timeout',
      '100 release reader cluster/BGL',
      '100 grant writer cluster/BGL',
      '150 release writer cluster/BGL',
      '150 grant late cluster/BGL',
      '160 release late cluster/BGL',
    ]);
    expect(result.outcomes.map(({ job: { id }, state, waitedMs }) => [id, state, waitedMs])).toEqual([
      ['hurried', 'timed-out', undefined],
      ['reader', 'done', 0],
      ['writer', 'done', 90],
      ['late', 'done', 110],
    ]);
    expect(result.contention.longestQueue).toEqual({ jobs: 3, at: 40 });
  });

  test('takes the levels in their order, whatever the order in the file, and gives them back in reverse', async () => {
    const jobs = [job('a', 0, 10, ['node-res n1 X', 'instance i1 S', 'node n1,n2 X'])];
    const { story } = await runVirtually(jobs);
    expect(ofLocks(story).map((line) => line.replace(' a ', ' '))).toEqual([
      '0 grant cluster/BGL',
      '0 grant instance/i1',
      '0 grant node/n1',
      '0 grant node/n2',
      '0 grant node-res/n1',
      '10 release node-res/n1',
      '10 release node/n1',
      '10 release node/n2',
      '10 release instance/i1',
      '10 release cluster/BGL',
    ]);
  });

  test('asks for jobs of one arrival in the order of the file', async () => {
    const jobs = ['c', 'a', 'b'].map((id) => bglJob(id, 5, 1, 'exclusive'));
    const { story } = await runVirtually(jobs);
    const granted = story.filter((line) => line.includes(' grant ')).map((line) => line.split(' ')[2]);
    expect(granted).toEqual(['c', 'a', 'b']);
  });

  test('scales every time, and reports in the time of the file', async () => {
    const jobs = [
      bglJob('a', 0, 10_000, 'exclusive'),
      bglJob('b', 5_000, 10_000, 'exclusive', { timeout: 20_000 }),
      job('c', 6_000, 10_000, ['node n1 X'], {
        steps: [{ at: 5_000, do: 'release', level: 'node', names: null }],
      }),
    ];
    const slow = await runVirtually(jobs, { speed: 1 });
    const fast = await runVirtually(jobs, { speed: 1_000 });
    expect(fast.story).toEqual(slow.story);
    expect((await requestsOf(jobs.slice(0, 2), 1_000)).map(({ timeout }) => timeout)).toEqual([
      undefined,
      20,
    ]);
  });

  test('keeps a wait a wait when it is scaled to almost nothing, and a try a try', async () => {
    const jobs = [
      bglJob('a', 0, 1, 'shared', { timeout: 500 }),
      bglJob('b', 1, 1, 'shared', { timeout: 0.5 }),
    ];
    expect((await requestsOf(jobs, 1_000)).map(({ timeout }) => timeout)).toEqual([1, 0]);
  });

  test('tells the locks priority, mode and opportunism', async () => {
    const jobs = [job('a', 0, 1, ['node n1 X opp'], { priority: -3, timeout: 50 })];
    const [big, node] = await requestsOf(jobs, 1);
    expect(big).toMatchObject({ priority: -3, mode: 'shared', opportunistic: false, timeout: 50 });
    // Names are taken at once or skipped: a timeout would be a mistake.
    expect(node).toMatchObject({ priority: -3, mode: 'exclusive', opportunistic: true });
    expect(node).not.toHaveProperty('timeout');
  });

  test('reaches a job that arrives and lasts longer than a timer can wait', async () => {
    const month = 30 * 86_400_000;
    const { story } = await runVirtually([bglJob('a', month, month, 'exclusive')]);
    expect(ofLocks(story)).toEqual([`${month} grant a cluster/BGL`, `${2 * month} release a cluster/BGL`]);
  });

  test('of no jobs ends', async () => {
    expect((await runVirtually([])).result.outcomes).toEqual([]);
  });

  test('takes time by the real clock too', async () => {
    const watch = new LockWatch();
    const jobs = [bglJob('a', 0, 20_000, 'shared')];
    const workload = new Workload(jobs, {
      clock: systemClock,
      speed: 1_000,
      manager: honestManager(jobs)(systemClock, watch),
      contention: (now) => new Contention(watch, now),
    });
    const result = await workload.run();
    expect(result.elapsedMs).toBeGreaterThanOrEqual(19_000);
  });
});

describe('a run that is stopped', () => {
  test('admits nobody any more, aborts who waits, ends who runs, and holds nothing', async () => {
    const clock = new VirtualClock();
    const watch = new LockWatch();
    const jobs = [
      job('done', 0, 10, ['node n1 X']),
      job('running', 20, 1_000, ['node n1,n2 X']),
      job('waiting', 30, 10, ['instance i1 X', 'node n2,n3 S'], { timeout: 5_000 }),
      job('creating', 40, 1_000, ['instance new1 X new'], {
        steps: [{ at: 500, do: 'release', level: 'instance', names: null }],
      }),
      job('later', 500, 10, ['node n1 S']),
    ];
    const workload = new Workload(jobs, {
      clock,
      speed: 1,
      manager: honestManager(jobs)(clock, watch),
      contention: (now) => new Contention(watch, now),
    });
    const finished = workload.run();
    await clock.advanceTo(100);
    workload.stop('interrupted');
    const result = await finished;
    expect(states(result)).toEqual({
      done: 'done',
      running: 'interrupted',
      creating: 'interrupted',
      waiting: 'aborted',
    });
    expect(result).toMatchObject({ notStarted: 1, stopped: 'interrupted' });
    expect([...watch.locks].filter(({ mode, waiters }) => mode !== null || waiters.size > 0)).toEqual([]);
    // What comes to nothing leaves nothing: the instance that was being created is gone.
    expect([...watch.locks].map(({ name }) => name)).not.toContain('new1');
    // No timer is left either, which would let the late job in or keep the process.
    expect(clock.pending).toBe(0);
  });
});

describe('a job fails, and the run goes on,', () => {
  const jobs = [bglJob('a', 0, 10, 'shared'), bglJob('b', 20, 10, 'shared')];

  test.each<[string, Partial<JobKeyring>, string]>([
    ['when the manager rejects', { acquire: () => Promise.reject(new Error('broken')) }, 'broken'],
    [
      'when the manager throws',
      {
        acquire: () => {
          throw new Error('thrown');
        },
      },
      'thrown',
    ],
    ['when the release throws', { releaseAll: notYours }, 'not yours'],
  ])('%s', async (_, change, error) => {
    const { result } = await runVirtually(jobs, { manager: grantingManager(change) });
    expect(result.outcomes).toMatchObject([
      { state: 'failed', error },
      { state: 'failed', error },
    ]);
  });

  test('when a step is refused', async () => {
    const steps = [{ at: 5, do: 'release', level: 'node', names: null }] as const;
    const { result } = await runVirtually([job('a', 0, 10, ['node n1 X'], { steps }), ...jobs.slice(1)], {
      manager: grantingManager({ release: notYours }),
    });
    expect(result.outcomes).toMatchObject([{ state: 'failed', error: 'not yours' }, { state: 'done' }]);
  });

  test('when the locks forget it: a lost wake-up is no silent success', async () => {
    const { result } = await runVirtually(jobs, { manager: grantingManager({ acquire: forgets }) });
    expect(result.stopped).toBe('stalled');
    expect(result.outcomes.map(({ state }) => state)).toEqual(['failed', 'failed']);
    expect(result.outcomes[0]?.error).toContain('never granted');
  });
});

function notYours(): void {
  throw new Error('not yours');
}

/** Waits for ever, or for the signal. */
function forgets(_level: string, _names: unknown, { signal }: JobRequest): ReturnType<JobKeyring['acquire']> {
  return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
}
