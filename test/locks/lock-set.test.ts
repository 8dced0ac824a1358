/**
 * Lock sets by example, on both engines: what the recorded scenarios do not reach, such as holds, anonymous
 * owners, signals, tokens and bad arguments.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ALL, LockError, LockSet, LockUsageError, withOwner } from '../../src/index.node.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { turn, watch } from './kit.ts';

const reason = new Error('no longer needed');

describe.each(engines)('on the %s engine', (_name, engine) => {
  const setOf = (...members: string[]) => new LockSet('node', members, { engine });

  test('a hold says what it has, and gives it back once', async () => {
    const nodes = setOf('c', 'a', 'b');
    const hold = await nodes.acquire(['b', 'a', 'b'], { mode: 'shared' });
    expect(hold).toMatchObject({ owner: null, names: ['a', 'b'], isHeld: true });
    expect([hold.mode('a'), hold.token('a'), hold.mode('c'), hold.token('zz')]).toEqual([
      'shared',
      1,
      undefined,
      undefined,
    ]);
    hold.release('a');
    expect([hold.isHeld, hold.mode('a'), hold.mode('b')]).toEqual([true, undefined, 'shared']);
    hold.release();
    hold.release();
    expect(hold.isHeld).toBe(false);
    expect(() => hold.downgrade()).toThrow(expect.objectContaining({ code: 'set-downgrade-unowned' }));
  });

  test('a stale hold does nothing to what its owner has acquired since', async () => {
    const nodes = setOf('a');
    const stale = await nodes.acquire('a', { owner: 'ann' });
    nodes.release(ALL, { owner: 'ann' });
    const fresh = await nodes.acquire('a', { owner: 'ann' });
    stale.release();
    expect([stale.isHeld, fresh.isHeld]).toEqual([false, true]);
    expect(nodes.listOwned({ owner: 'ann' })).toEqual(['a']);
  });

  test('using and await using give everything back, also on throw', async () => {
    const nodes = setOf('a', 'b');
    await expect(
      (async () => {
        await using _all = await nodes.acquire(ALL);
        throw reason;
      })(),
    ).rejects.toBe(reason);
    {
      using _some = await nodes.acquire('b');
    }
    expect(nodes.snapshot().members.map(({ state }) => state)).toEqual(['free', 'free']);
    expect(nodes.snapshot().setLock.state).toBe('free');
  });

  test('a timeout is one for all waits, and leaves nothing held or queued', async () => {
    const clock = new VirtualClock();
    const nodes = new LockSet('node', ['a', 'b', 'c'], { engine, clock });
    const a = await nodes.acquire('a');
    const c = await nodes.acquire('c');
    const waiting = watch(nodes.acquire(ALL, { timeout: 100 }));
    await clock.advance(60);
    a.release();
    await clock.advance(39);
    expect(waiting.state).toBe('pending');
    await clock.advance(1);
    expect(waiting).toMatchObject({ state: 'rejected', error: { code: 'timeout', lock: 'node' } });
    expect(nodes.snapshot().members.map(({ state, queue }) => [state, queue.length])).toEqual([
      ['free', 0],
      ['free', 0],
      ['exclusive', 0],
    ]);
    c.release();
    expect(clock.pending).toBe(0);
  });

  test('an abort gives everything back and lets those behind in', async () => {
    const nodes = setOf('a', 'b');
    const b = await nodes.acquire('b');
    const controller = new AbortController();
    const waiting = watch(nodes.acquire(['a', 'b'], { signal: controller.signal }));
    const behind = watch(nodes.acquire('a'));
    await turn();
    controller.abort(reason);
    await turn();
    expect(waiting).toMatchObject({ state: 'rejected', error: reason });
    expect(behind.state).toBe('resolved');
    expect(await nodes.acquire('a', { signal: controller.signal }).catch((error: unknown) => error)).toBe(
      reason,
    );
    b.release();
  });

  test('a grant that comes while the signal is being aborted is given back', async () => {
    const nodes = setOf('a');
    const first = await nodes.acquire('a');
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => first.release());
    const second = watch(nodes.acquire('a', { signal: controller.signal }));
    const third = watch(nodes.acquire('a'));
    controller.abort(reason);
    await turn();
    expect([second.error, third.state]).toEqual([reason, 'resolved']);
  });

  test('an aborted remove says what it had removed', async () => {
    const nodes = setOf('a', 'b', 'c');
    const b = await nodes.acquire('b');
    const controller = new AbortController();
    const removing = watch(nodes.remove(['a', 'b', 'c'], { signal: controller.signal }));
    await turn();
    controller.abort(reason);
    await turn();
    expect(removing.error).toBeInstanceOf(LockError);
    expect(removing.error).toMatchObject({ code: 'aborted', names: ['a'], cause: reason });
    expect(await nodes.names()).toEqual(['b', 'c']);
    b.release();
  });

  test('tokens grow across a name that is removed and added again', async () => {
    const nodes = setOf('a', 'b');
    for (let round = 0; round < 5; round += 1) (await nodes.acquire('a')).release();
    expect(await nodes.remove('a')).toEqual(['a']);
    await nodes.add('a');
    expect((await nodes.acquire('a')).token('a')).toBe(6);
  });

  test('an anonymous owner of everything adds, takes, removes and releases', async () => {
    const nodes = setOf('a');
    const all = await withOwner('ann', () => nodes.acquire(ALL));
    const added = await withOwner('ann', () => nodes.add(['b', 'c'], { acquire: 'exclusive' }));
    expect(added.names).toEqual(['b', 'c']);
    expect(await withOwner('ann', () => nodes.remove('c'))).toEqual(['c']);
    expect(nodes.listOwned({ owner: 'ann' })).toEqual(['a', 'b']);
    all.release();
    expect(await nodes.names()).toEqual(['a', 'b']);
    const anonymous = await nodes.add('d', { acquire: 'shared' });
    expect([anonymous.names, anonymous.owner, anonymous.mode('d')]).toEqual([['d'], null, 'shared']);
    anonymous.release();
    expect(nodes.snapshot().members.every(({ state }) => state === 'free')).toBe(true);
  });

  test('whoever adds members and takes them has all of them before anybody who looks for them', async () => {
    const nodes = setOf('a');
    const all = await nodes.acquire(ALL);
    // Looks for `c` in the very moment in which it is added.
    const removed = watch(nodes.remove(['a', 'c'], { owner: 'bob' }));
    const added = watch(nodes.add(['b', 'c'], { owner: 'cy', acquire: 'exclusive' }));
    all.release();
    await turn();
    expect([removed.state, added.state]).toEqual(['pending', 'resolved']);
    expect(nodes.listOwned({ owner: 'cy' })).toEqual(['b', 'c']);
    nodes.release(ALL, { owner: 'cy' });
    await turn();
    expect(removed.value).toEqual(['a', 'c']);
    expect(await nodes.names()).toEqual(['b']);
  });

  test('it shows in one line what is held', async () => {
    const nodes = setOf('b', 'a', 'c', 'd', 'e', 'f', 'g');
    expect(String(nodes)).toBe("LockSet 'node' (7 members) free");
    const hold = await nodes.acquire('a', { owner: 'ann', mode: 'shared' });
    void nodes.acquire('a', { owner: 'bob', priority: 2 });
    expect(inspect(nodes)).toBe("LockSet 'node' (7 members) a shared:ann|exclusive@2:bob");
    hold.release();
    await nodes.acquire(['c', 'd', 'e', 'f', 'g'], { mode: 'shared' });
    expect(String(nodes)).toMatch(
      /^LockSet 'node' \(7 members\) a exclusive:bob, c shared:\?, .* and 1 more$/,
    );
  });

  test('opportunistic with names takes a timeout without a limit', async () => {
    const nodes = setOf('a', 'b');
    using _a = await nodes.acquire('a');
    const options = { opportunistic: true, timeout: Number.POSITIVE_INFINITY };
    expect((await nodes.acquire(['a', 'b'], options)).names).toEqual(['b']);
    const limited = watch(nodes.acquire(['a', 'b'], { opportunistic: true, timeout: 5 }));
    await turn();
    expect(limited.error).toMatchObject({ code: 'opportunistic-timeout' });
  });

  test('opportunistic with names needs no timeout, and a millisecond is time to wait', async () => {
    const clock = new VirtualClock();
    const nodes = new LockSet('node', ['a', 'b'], { engine, clock });
    const a = await nodes.acquire('a');
    expect((await nodes.acquire(['a', 'b'], { opportunistic: true })).names).toEqual(['b']);
    const waiting = watch(nodes.acquire('a', { timeout: 1 }));
    await turn();
    expect(waiting.state).toBe('pending');
    a.release();
    await turn();
    expect(waiting.state).toBe('resolved');
  });

  test('names like those of objects are names', async () => {
    const odd = ['__proto__', '', 'constructor', 'hasOwnProperty'];
    const nodes = setOf(...odd);
    using hold = await nodes.acquire(odd, { owner: '__proto__' });
    expect(hold.names).toEqual(odd.toSorted());
    expect(nodes.checkOwned('constructor', 'exclusive', { owner: '__proto__' })).toBe(true);
  });

  test('bad arguments are refused, and change nothing', async () => {
    const nodes = setOf('a');
    const before = nodes.snapshot();
    const wrong: (() => unknown)[] = [
      () => nodes.acquire(5 as never),
      () => nodes.acquire(['a', 5] as never),
      () => nodes.acquire('a', { mode: 'both' as never }),
      () => nodes.acquire('a', { timeout: -1 }),
      () => nodes.acquire('a', { priority: Number.NaN }),
      () => nodes.acquire('a', { opportunistic: 1 as never }),
      () => nodes.acquire('a', null as never),
      () => nodes.add('[lockset]'),
      () => nodes.add('x', { acquire: 'both' as never }),
      () => nodes.remove({} as never),
      async () => nodes.release('a', 'ann' as never),
      async () => new LockSet('x', ['[lockset]']),
      async () => new LockSet(7 as never),
    ];
    for (const use of wrong) {
      const asked = watch(use() as Promise<unknown>);
      await turn();
      expect(asked.error).toBeInstanceOf(LockUsageError);
      expect(asked.error).toMatchObject({ code: 'invalid-argument' });
    }
    expect(nodes.snapshot()).toEqual(before);
  });
});
