/**
 * What other libraries get wrong about waiters that give up: docs/peer-bugs.md. The number at the
 * head of a name is the bug's there.
 *
 * Each case runs for owners with and without a name, for both ways to give up, and with and without a crowd
 * behind: the lock finds a waiter in another way when many wait.
 */
import { describe, expect, test } from 'vitest';
import type { AcquireOptions, Mode } from '../../src/index.ts';
import { type Engine, engines } from './engines.ts';
import { Scene, stopTheClock, turn } from './kit.ts';

const ways = ['timeout', 'abort'] as const;

const cases = engines.flatMap(([name, engine]) =>
  ways.flatMap((way) =>
    [false, true].flatMap((anonymous) =>
      [0, 12].map((crowd) => ({
        title: `${name}, ${way}, ${anonymous ? 'anonymous' : 'named'}, ${crowd} more behind`,
        setting: { engine, way, anonymous, crowd },
      })),
    ),
  ),
);

interface Setting {
  readonly engine: Engine;
  readonly way: (typeof ways)[number];
  readonly anonymous: boolean;
  readonly crowd: number;
}

/** A lock, and asks of which some will give up: in the order in which they asked. */
function stage({ engine, way, anonymous, crowd }: Setting) {
  const clock = stopTheClock();
  const scene = new Scene(engine, { anonymous });
  let due = 0;
  function askBriefly(owner: string, options: Mode | AcquireOptions = 'exclusive'): () => Promise<void> {
    const given = typeof options === 'string' ? { mode: options } : options;
    if (way === 'timeout') {
      due += 10;
      scene.ask(owner, { ...given, timeout: due });
      return () => clock.advance(10);
    }
    const abort = scene.askWithSignal(owner, given);
    return async () => {
      abort();
      await turn();
    };
  }
  /** So many that are never served, because their turn comes last. */
  function askForCrowd(): void {
    for (let i = 0; i < crowd; i += 1) scene.ask(`crowd ${i}`, { mode: 'exclusive', priority: 9 });
  }
  return { scene, askBriefly, askForCrowd };
}

describe.each(cases)('$title', ({ setting }) => {
  test('E15 rwlock: a waiter that gives up at the head takes only itself out of the queue', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann');
    const leave = askBriefly('bob');
    scene.ask('cy');
    scene.ask('dee');
    askForCrowd();
    await leave();
    expect(await scene.news()).toBe('+ann -bob');
    scene.release('ann');
    expect(await scene.news()).toBe('+cy');
    scene.release('cy');
    expect(await scene.news()).toBe('+dee');
  });

  test('E15 rwlock: a waiter that gives up in the middle takes only itself out of the queue', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann');
    scene.ask('bob');
    const leave = askBriefly('cy');
    scene.ask('dee');
    askForCrowd();
    await leave();
    expect(await scene.news()).toBe('+ann -cy');
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
    scene.release('bob');
    expect(await scene.news()).toBe('+dee');
  });

  test('E15 rwlock: a waiter that gives up at the tail takes only itself out of the queue', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann');
    askForCrowd();
    scene.ask('bob', { priority: 10 });
    const leave = askBriefly('cy', { priority: 10 });
    await leave();
    expect(await scene.news()).toBe('+ann -cy');
    scene.ask('dee', { priority: 10 });
    expect(scene.lock.waiterCount).toBe(setting.crowd + 2);
    const owners = scene.lock.snapshot().queue.map((group) => group.owners[0]);
    expect(owners.slice(-2)).toEqual(setting.anonymous ? [null, null] : ['bob', 'dee']);
  });

  test('E3 async-mutex: a waiter that gives up alone leaves the lock as if it had never asked', async () => {
    const { scene, askBriefly } = stage(setting);
    scene.ask('ann');
    await scene.news();
    const before = scene.lock.snapshot();
    const leave = askBriefly('bob');
    await leave();
    expect(scene.lock.snapshot()).toEqual(before);
    scene.release('ann');
    expect(scene.lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
  });

  test('E19 async-rwlock: readers that give up are not counted, up to the last of their group', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann');
    const first = askBriefly('bob', 'shared');
    const second = askBriefly('cy', 'shared');
    const third = askBriefly('dee', 'shared');
    scene.ask('eve');
    askForCrowd();
    await first();
    await second();
    await third();
    expect(await scene.news()).toBe('+ann -bob -cy -dee');
    expect(scene.lock.snapshot().queue[0]).toMatchObject({ mode: 'exclusive', priority: 0 });
    scene.release('ann');
    expect(await scene.news()).toBe('+eve');
  });

  test.each([
    ['first', 0],
    ['middle', 1],
    ['last', 2],
  ])(
    'E19 async-rwlock: the %s of a group gives up, and the others are granted together',
    async (_, which) => {
      const { scene, askBriefly, askForCrowd } = stage(setting);
      scene.ask('ann');
      const names = ['bob', 'cy', 'dee'];
      let leave: (() => Promise<void>) | undefined;
      for (const [i, name] of names.entries()) {
        if (i === which) leave = askBriefly(name, 'shared');
        else scene.ask(name, 'shared');
      }
      scene.ask('eve');
      askForCrowd();
      await leave?.();
      scene.ask('fay', 'shared');
      await scene.news();
      scene.release('ann');
      const others = names.filter((_name, i) => i !== which);
      expect(await scene.news()).toBe([...others, 'fay'].map((name) => `+${name}`).join(' '));
      scene.release(...others, 'fay');
      expect(await scene.news()).toBe('+eve');
    },
  );

  test('a group that all have left is gone: the next sharer comes after the writer', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann');
    const leave = askBriefly('bob', 'shared');
    scene.ask('cy');
    await leave();
    scene.ask('dee', 'shared');
    askForCrowd();
    await scene.news();
    scene.release('ann');
    expect(await scene.news()).toBe('+cy');
  });

  test('E26 esfx: a writer that gives up between reader groups lets the readers behind it in', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann', 'shared');
    const first = askBriefly('bob');
    const second = askBriefly('cy', { priority: 2 });
    scene.ask('dee', 'shared');
    scene.ask('eve', { mode: 'shared', priority: 1 });
    scene.ask('fay', { mode: 'shared', priority: 3 });
    askForCrowd();
    await first();
    const answers = (await scene.news()).split(' ');
    expect(answers.toSorted()).toEqual(['+ann', '+dee', '+eve', '-bob']);
    expect(answers.indexOf('+dee')).toBeLessThan(answers.indexOf('+eve'));
    await second();
    expect((await scene.news()).split(' ').toSorted()).toEqual(['+fay', '-cy']);
    expect(scene.lock.snapshot().holders).toHaveLength(4);
  });

  test('E26 esfx: a writer that gives up behind another writer wakes nobody', async () => {
    const { scene, askBriefly, askForCrowd } = stage(setting);
    scene.ask('ann', 'shared');
    const leave = askBriefly('cy');
    scene.ask('bob', { priority: -1 });
    scene.ask('dee', 'shared');
    askForCrowd();
    await leave();
    expect(await scene.news()).toBe('+ann -cy');
    scene.release('ann');
    expect(await scene.news()).toBe('+bob');
    scene.release('bob');
    expect(await scene.news()).toBe('+dee');
  });

  test('E18 async-rwlock: a writer that gave up is not granted later and wedges nothing', async () => {
    const { scene, askBriefly } = stage(setting);
    scene.ask('ann', 'shared');
    const leave = askBriefly('bob');
    await leave();
    await scene.news();
    scene.release('ann');
    expect(await scene.news()).toBe('');
    expect(scene.lock.snapshot()).toMatchObject({ state: 'free', holders: [], queue: [] });
    scene.ask('cy');
    expect(await scene.news()).toBe('+cy');
  });
});
