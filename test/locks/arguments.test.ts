/**
 * Bad arguments. Each one is refused with `invalid-argument` before anything is asked of the lock, whose
 * state is then what it was: what gives promises rejects and never throws, what does not throws.
 */
import { describe, expect, test } from 'vitest';
import { type AcquireOptions, LockUsageError, SharedLock, withOwner } from '../../src/index.node.ts';
import { badFields, nameOf, noMode, noOptions, noOwner } from './bad-values.ts';
import { engines } from './engines.ts';
import { Scene, thrownBy, turn, watch } from './kit.ts';

const badOptions = Object.entries(badFields).flatMap(([field, values]) =>
  values.map((value) => [field, nameOf(value), value] as const),
);

describe.each(engines)('on the %s engine', (_name, engine) => {
  /** A lock that is held and waited for, so that there is a state to spoil. */
  async function busy(): Promise<SharedLock> {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', 'shared');
    scene.ask('cy', { priority: 3 });
    await turn();
    return scene.lock;
  }

  const locks = [
    ['held', busy],
    ['free', async () => new SharedLock('scene', { engine })],
  ] as const;

  describe.each(locks)('a %s lock', (_state, make) => {
    test.each(badOptions)('acquire, run and delete refuse { %s: %s }', async (field, _shown, value) => {
      const options = { [field]: value } as AcquireOptions;
      const lock = await make();
      await refuses(lock, () => lock.acquire(options));
      await refuses(lock, () => lock.run(options, () => expect.fail('was run')));
      if (field !== 'mode') await refuses(lock, () => lock.delete(options));
    });

    test.each(noMode.map((mode) => [nameOf(mode), mode]))(
      'tryAcquire refuses { mode: %s }',
      async (_shown, mode) => {
        const lock = await make();
        throws(lock, () => lock.tryAcquire({ mode } as AcquireOptions));
      },
    );

    test.each(noOwner.map((owner) => [nameOf(owner), owner]))(
      'tryAcquire, release, downgrade and isOwned refuse { owner: %s }',
      async (_shown, owner) => {
        const lock = await make();
        const options = { owner } as { owner: string };
        throws(lock, () => lock.tryAcquire(options));
        throws(lock, () => lock.release(options));
        throws(lock, () => lock.downgrade(options));
        throws(lock, () => lock.isOwned('shared', options));
      },
    );

    test.each(noOptions.map((options) => [nameOf(options), options as AcquireOptions]))(
      '%s is neither a mode nor options',
      async (_shown, options) => {
        const lock = await make();
        await refuses(lock, () => lock.acquire(options));
        await refuses(lock, () => lock.run(options, () => expect.fail('was run')));
        await refuses(lock, () => lock.delete(options));
        throws(lock, () => lock.tryAcquire(options));
      },
    );

    test.each([...noOptions, 'shared', 'ann'].map((options) => [nameOf(options), options as AcquireOptions]))(
      '%s does not say who asks, also where an owner is around',
      async (_shown, options) => {
        const lock = await make();
        withOwner('ann', () => {
          throws(lock, () => lock.release(options));
          throws(lock, () => lock.downgrade(options));
          throws(lock, () => lock.isOwned('exclusive', options));
        });
      },
    );

    test.each(['shared', 'exclusive', 'ann'])(
      "delete('%s') is a mistake: a delete has no mode",
      async (mode) => {
        const lock = await make();
        await refuses(lock, () => lock.delete(mode as never));
      },
    );

    test.each([null, 'Shared', {}, 0])('isOwned refuses the mode %s', async (mode) => {
      const lock = await make();
      throws(lock, () => lock.isOwned(mode as never, { owner: 'ann' }));
    });

    test.each([undefined, null, 'shared', {}, Promise.resolve()])(
      'run refuses %s for its function',
      async (fn) => {
        const lock = await make();
        await refuses(lock, () => lock.run('shared', fn as never));
        await refuses(lock, () => lock.run((() => 'body') as never, undefined as never));
      },
    );

    test('release, downgrade and isOwned want to know who asks', async () => {
      const lock = await make();
      const before = lock.snapshot();
      for (const ask of [() => lock.release(), () => lock.downgrade({}), () => lock.isOwned()]) {
        const error = thrownBy(ask);
        expect(error).toBeInstanceOf(LockUsageError);
        expect(error).toMatchObject({ code: 'owner-required', lock: 'scene', owner: null });
      }
      expect(lock.snapshot()).toEqual(before);
    });
  });

  test('a getter that throws is a rejection of acquire, and changes nothing', async () => {
    const lock = new SharedLock('scene', { engine });
    const mistake = new Error('getter');
    const options = Object.defineProperty({}, 'priority', {
      get: () => {
        throw mistake;
      },
    });
    for (const ask of [
      () => lock.acquire(options),
      () => lock.delete(options),
      () => lock.run(options, () => {}),
    ]) {
      const asked = watch<unknown>(ask());
      await turn();
      expect(asked).toMatchObject({ state: 'rejected', error: mistake });
    }
    expect(lock.snapshot().state).toBe('free');
  });

  test.each([-0, 0, 1.5, -1e308, Number.MAX_VALUE, Number.MIN_VALUE])(
    'the priority %d is one',
    async (priority) => {
      const scene = new Scene(engine);
      scene.ask('ann');
      scene.ask('bob', { priority });
      await turn();
      expect(scene.lock.snapshot().queue[0]?.priority).toBe(priority + 0);
    },
  );

  test('-0 and 0 are one priority: their sharers are one group', async () => {
    const scene = new Scene(engine);
    scene.ask('ann');
    scene.ask('bob', { mode: 'shared', priority: 0 });
    scene.ask('cy', { priority: -0 });
    scene.ask('dee', { mode: 'shared', priority: -0 });
    await turn();
    expect(scene.lock.snapshot().queue.map((group) => group.owners)).toEqual([['bob', 'dee'], ['cy']]);
    expect(JSON.parse(JSON.stringify(scene.lock.snapshot()))).toEqual(scene.lock.snapshot());
  });

  test('what is undefined is not given', async () => {
    const lock = new SharedLock(undefined, { engine, clock: undefined });
    const none = {
      mode: undefined,
      owner: undefined,
      priority: undefined,
      timeout: undefined,
      signal: undefined,
    };
    using hold = await lock.acquire(none);
    expect(hold).toMatchObject({ mode: 'exclusive', owner: null });
    expect(lock.name).toBe('');
  });
});

async function refuses(lock: SharedLock, ask: () => Promise<unknown>): Promise<void> {
  const before = lock.snapshot();
  const asked = watch<unknown>(ask());
  await turn();
  expect(asked).toMatchObject({ state: 'rejected', error: { code: 'invalid-argument', lock: 'scene' } });
  expect(asked.error).toBeInstanceOf(LockUsageError);
  expect(lock.snapshot()).toEqual(before);
}

function throws(lock: SharedLock, ask: () => unknown): void {
  const before = lock.snapshot();
  const error = thrownBy(ask);
  expect(error).toBeInstanceOf(LockUsageError);
  expect(error).toMatchObject({ code: 'invalid-argument', lock: 'scene' });
  expect(lock.snapshot()).toEqual(before);
}
