/** What one job does with its locks: steps, new members, and names that are gone. */
import { describe, expect, test } from 'vitest';
import type { Step } from '../../src/cli/run/job.ts';
import { proveExclusion } from '../../src/cli/run/overlaps.ts';
import { bglJob, job, runVirtually, states } from './kit.ts';

const step = (at: number, does: Step['do'], level: Step['level'], names: Step['names']): Step => ({
  at,
  do: does,
  level,
  names,
});

/** When each job had all its locks. */
const starts = (story: readonly string[]): string[] => story.filter((line) => line.includes(' start '));

describe('a step', () => {
  test('releases members, and with them the level as a whole', async () => {
    const jobs = [
      job('holder', 0, 100, ['node ALL X'], { steps: [step(10, 'release', 'node', ['n1'])] }),
      job('one', 1, 5, ['node n1 X']),
      job('other', 2, 5, ['node n2 X']),
      job('maker', 3, 5, ['node n9 X new']),
    ];
    const { story, result } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start holder', '10 start one', '10 start maker', '100 start other']);
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, added: 1 });
  });

  test('releases all but what it keeps', async () => {
    const steps = [{ ...step(10, 'release', 'node', null), keep: ['n2'] }];
    const jobs = [
      job('holder', 0, 100, ['node n1,n2,n3 X'], { steps }),
      job('one', 1, 5, ['node n1 X']),
      job('two', 2, 5, ['node n2 X']),
      job('three', 3, 5, ['node n3 X']),
    ];
    const { story } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start holder', '10 start one', '10 start three', '100 start two']);
  });

  test('downgrades: others may look, and nobody may change', async () => {
    const jobs = [
      job('holder', 0, 100, ['instance i1 X'], { steps: [step(10, 'downgrade', 'instance', null)] }),
      job('looks', 1, 5, ['instance i1 S']),
      job('changes', 2, 5, ['instance i1 X']),
    ];
    const { story, result } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start holder', '10 start looks', '100 start changes']);
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, exclusiveEntries: 2 });
  });

  test('of a whole level downgrades its lock too: names may be asked, members not added', async () => {
    const jobs = [
      job('holder', 0, 100, ['node ALL X'], { steps: [step(10, 'downgrade', 'node', null)] }),
      job('everybody', 1, 5, ['node ALL S']),
      job('maker', 2, 5, ['node n9 X new']),
      job('known', 3, 5, ['node n1 S']),
    ];
    const { story } = await runVirtually(jobs);
    expect(starts(story)).toEqual([
      '0 start holder',
      '10 start known',
      '10 start everybody',
      '100 start maker',
    ]);
  });

  test('adds and removes members, as renaming does', async () => {
    const rename = [step(10, 'remove', 'instance', ['old']), step(10, 'add', 'instance', ['new'])];
    const jobs = [
      bglJob('rename', 0, 20, 'exclusive', { steps: rename }),
      job('early', 1, 5, ['instance old S']),
      job('late', 30, 5, ['instance new S']),
    ];
    const { result } = await runVirtually(jobs);
    expect(states(result)).toEqual({ rename: 'done', early: 'gone', late: 'done' });
    expect(result.outcomes.find((outcome) => outcome.job.id === 'early')?.error).toContain('old');
  });

  test('removes what it holds, from under those who wait for it', async () => {
    const jobs = [
      job('remover', 0, 50, ['instance i1 X', 'node n1 X'], {
        steps: [step(50, 'remove', 'instance', ['i1'])],
      }),
      job('waiter', 10, 5, ['instance i1 X']),
      job('later', 60, 5, ['instance i1 S']),
    ];
    const { result, story } = await runVirtually(jobs);
    expect(states(result)).toEqual({ remover: 'done', waiter: 'gone', later: 'gone' });
    expect(story).toContain('50 end waiter gone');
    expect(proveExclusion(result.passages)).toMatchObject({ holds: true, entries: 5, exits: 5 });
  });

  test('waits for what it removes without holding it', async () => {
    const jobs = [
      job('user', 0, 50, ['node n1 S']),
      job('remover', 10, 20, [], { steps: [step(0, 'remove', 'node', ['n1'])] }),
    ];
    const { result, story } = await runVirtually(jobs);
    expect(states(result)).toEqual({ user: 'done', remover: 'done' });
    expect(story.slice(-6)).toEqual([
      '50 release user node/n1',
      '50 remove remover node/n1',
      '50 release user cluster/BGL',
      '50 end user done',
      '50 release remover cluster/BGL',
      '50 end remover done',
    ]);
  });

  test('that comes to nothing is reported, and the job goes on', async () => {
    const jobs = [
      job('holder', 0, 5, ['node n1 X']),
      job('late', 1, 10, ['node ALL X opp'], { steps: [step(1, 'release', 'node', ['n1'])] }),
      job('first', 20, 5, [], {
        steps: [step(0, 'remove', 'instance', ['i1']), step(1, 'add', 'node', ['n9'])],
      }),
      job('second', 30, 5, [], {
        steps: [step(0, 'remove', 'instance', ['i1']), step(1, 'add', 'node', ['n9'])],
      }),
    ];
    const { result } = await runVirtually(jobs);
    expect(new Set(Object.values(states(result)))).toEqual(new Set(['done']));
    expect(
      result.outcomes.flatMap(({ job: { id }, missed }) => missed.map((text) => `${id}: ${text}`)),
    ).toEqual([
      'second: remove instance/i1 at 0: finds it gone',
      'second: add node/n9 at 1: finds it there already',
    ]);
  });
});

describe('a new member', () => {
  test('is there for others only when its maker lets go, and stays', async () => {
    const jobs = [
      job('maker', 0, 50, ['instance new1 X new']),
      job('eager', 10, 5, ['instance new1 S']),
      job('late', 90, 5, ['instance new1 X']),
    ];
    const { story } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start maker', '50 start eager', '90 start late']);
  });

  test('waits while somebody holds the whole level, even shared', async () => {
    const jobs = [job('verify', 0, 50, ['instance ALL S']), job('maker', 10, 5, ['instance new1 X new'])];
    const { story } = await runVirtually(jobs);
    expect(starts(story)).toEqual(['0 start verify', '50 start maker']);
  });

  test('is no more when its maker gives up, even while it waits to add it', async () => {
    const jobs = [
      job('holder', 0, 100, ['node n1 X']),
      job('maker', 10, 5, ['instance new1 X new', 'node n1 X'], { timeout: 20 }),
      job('verify', 40, 100, ['instance ALL S']),
      job('patient', 50, 5, ['instance new2 X new'], { timeout: 20 }),
      job('late', 60, 5, ['instance new1 S']),
    ];
    const { result, story, watch } = await runVirtually(jobs);
    expect(states(result)).toEqual({
      holder: 'done',
      maker: 'timed-out',
      verify: 'done',
      patient: 'timed-out',
      late: 'gone',
    });
    expect(story).toEqual(expect.arrayContaining(['30 end maker timed-out', '70 end patient timed-out']));
    const names = [...watch.locks].map(({ name }) => name);
    expect(names.filter((name) => name.startsWith('new'))).toEqual([]);
  });

  test('that is there already ends the job, and nothing is held', async () => {
    const jobs = [
      job('first', 0, 5, ['instance new1 X new']),
      job('second', 10, 5, ['instance new1 X new']),
      job('third', 20, 5, ['instance new1 X']),
    ];
    const { result } = await runVirtually(jobs);
    expect(states(result)).toEqual({ first: 'done', second: 'gone', third: 'done' });
  });
});
