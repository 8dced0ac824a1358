/** How long a job waits: one timeout for all levels, attempts, and priority raising. */
import { describe, expect, test } from 'vitest';
import { job, runVirtually, states } from './kit.ts';

/** When each job had all its locks. */
const starts = (story: readonly string[]): string[] => story.filter((line) => line.includes(' start '));

describe('a timeout', () => {
  test('covers all levels together', async () => {
    const jobs = [
      job('one', 0, 60, ['instance i1 X']),
      job('two', 0, 120, ['node n1 X']),
      job('late', 10, 5, ['instance i1 X', 'node n1 X'], { timeout: 100 }),
    ];
    const { story } = await runVirtually(jobs);
    expect(story).toEqual(
      expect.arrayContaining([
        '60 grant late instance/i1',
        '60 wait late node/n1',
        '110 refuse late node/n1 timeout',
        '110 release late instance/i1',
        '110 end late timed-out',
      ]),
    );
  });
});

describe('attempts', () => {
  test('give back what was had, and ask anew until the timeout', async () => {
    const jobs = [
      job('two', 0, 95, ['node n1 X']),
      job('wide', 10, 5, ['instance i1 X', 'node n1 X'], { attempt: 30, timeout: 200 }),
      job('short', 20, 5, ['instance i1 X']),
    ];
    const { result, story } = await runVirtually(jobs);
    // It stands behind the one that it had kept waiting.
    expect(starts(story)).toEqual(['0 start two', '40 start short', '95 start wide']);
    const wide = result.outcomes.find(({ job: { id } }) => id === 'wide');
    expect(wide).toMatchObject({ state: 'done', attempts: 3, waitedMs: 85 });
    const levels = wide?.waits.filter(({ level }) => level === 'node');
    expect(levels).toEqual([
      { level: 'node', ms: 30, granted: false },
      { level: 'node', ms: 25, granted: false },
      { level: 'node', ms: 25, granted: true },
    ]);
  });

  test('end with the timeout', async () => {
    const jobs = [
      job('two', 0, 500, ['node n1 X']),
      job('wide', 10, 5, ['node n1 X'], { attempt: 30, timeout: 100 }),
    ];
    const { result, story } = await runVirtually(jobs);
    expect(story).toContain('110 end wide timed-out');
    expect(result.outcomes[0]).toMatchObject({ state: 'timed-out', attempts: 4 });
  });

  test('add their new member anew', async () => {
    const jobs = [
      job('holder', 0, 50, ['node n1 X']),
      job('maker', 10, 5, ['instance new1 X new', 'node n1 X'], { attempt: 15 }),
    ];
    const { story, result } = await runVirtually(jobs);
    expect(story.filter((line) => / (add|remove) /.test(line))).toEqual([
      '10 add maker instance/new1',
      '25 remove maker instance/new1',
      '25 add maker instance/new1',
      '40 remove maker instance/new1',
      '40 add maker instance/new1',
    ]);
    expect(states(result)).toEqual({ holder: 'done', maker: 'done' });
  });
});

describe('priority raising', () => {
  const jobs = [
    job('holder', 0, 100, ['node n1 X']),
    job('old', 5, 10, ['node n1 X'], { priority: 1 }),
    job('new', 95, 10, ['node n1 X']),
  ];

  test('is off unless asked for', async () => {
    const { story } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start holder', '100 start new', '110 start old']);
  });

  test('lets who has waited long go before who has just come', async () => {
    const { story } = await runVirtually(jobs, { raise: { after: 40 } });
    expect(starts(story)).toEqual(['0 start holder', '100 start old', '110 start new']);
    expect(story.filter((line) => line.includes(' raise '))).toEqual([
      '45 raise old node/n1',
      '85 raise old node/n1',
    ]);
  });

  test('goes on where it was, from level to level and from attempt to attempt', async () => {
    const wide = job('old', 5, 10, ['instance i1 X', 'node n1 X'], { priority: 1, attempt: 60 });
    const { story, result } = await runVirtually(
      [jobs[0], wide, jobs[2]].flatMap((one) => one ?? []),
      {
        raise: { after: 40 },
      },
    );
    expect(starts(story)).toEqual(['0 start holder', '100 start old', '110 start new']);
    expect(result.outcomes.find(({ job: { id } }) => id === 'old')?.attempts).toBe(2);
  });
});
