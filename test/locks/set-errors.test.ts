/**
 * What the errors of sets and keyrings say, on both engines: which member, who holds it, and what to do.
 */
import { describe, expect, test } from 'vitest';
import { ALL, LockError, LockManager, LockSet } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy, turn, watch } from './kit.ts';

const reason = new Error('no longer needed');

/** What an error has to tell: fields, and words of its message. */
function expectTold(error: unknown, fields: object, ...words: readonly string[]): void {
  expect(error).toMatchObject(fields);
  for (const word of words) expect((error as Error).message).toContain(word);
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  /** Ann has a and e exclusive, and b shared with cy; bob has c; nobody has d. */
  async function busySet(clock?: VirtualClock): Promise<LockSet> {
    const nodes = new LockSet('node', ['a', 'b', 'c', 'd', 'e'], { engine, clock });
    await nodes.acquire(['a', 'b', 'e'], { owner: 'ann' });
    nodes.downgrade('b', { owner: 'ann' });
    await nodes.acquire('b', { owner: 'cy', mode: 'shared' });
    await nodes.acquire('c', { owner: 'bob' });
    return nodes;
  }

  test('a member that is not held is named, and who holds it instead', async () => {
    const nodes = await busySet();
    const names = ['c', 'd', 'zz'];
    const facts = [
      "(c, d, zz), for owner 'ann',",
      "'c' is held exclusive by owner 'bob'",
      "'d' is held by nobody now",
      "'zz' is no member",
    ];
    const asked = ['a', ...names];
    expectTold(
      thrownBy(() => nodes.release(asked, { owner: 'ann' })),
      { code: 'release-unheld', owner: 'ann', names },
      ...facts,
      'release only what is held',
    );
    expectTold(
      thrownBy(() => nodes.downgrade(asked, { owner: 'ann' })),
      { code: 'downgrade-unheld', owner: 'ann', names },
      ...facts,
      'downgrade only what is held',
    );
    expectTold(
      await rejectionOf(nodes.remove(asked, { owner: 'ann' })),
      { code: 'remove-not-all-owned', names, removed: [] },
      ...facts,
      'or nothing of the set',
    );
  });

  test('of many members some are told of, and all are listed', async () => {
    const members = Array.from({ length: 1000 }, (_member, number) => `n${number}`);
    const nodes = new LockSet('node', ['a', ...members], { engine });
    await nodes.acquire('a', { owner: 'ann' });
    const error = thrownBy(() => nodes.release(members, { owner: 'ann' }));
    expectTold(error, { names: members }, '(n0, n1, n2, n3, n4 and 995 more)');
    expect((error as Error).message.length).toBeLessThan(300);
  });

  test('a remove that stops half-way names the member, and what is gone by then', async () => {
    const nodes = await busySet();
    expectTold(
      await rejectionOf(nodes.remove(['a', 'b', 'e'], { owner: 'ann' })),
      { code: 'delete-while-sharing', names: ['b'], removed: ['a'] },
      "(b), for owner 'ann',",
      "'b' is held shared by owner 'ann', owner 'cy'",
      'Removed by then: a.',
    );
    expectTold(
      await rejectionOf(nodes.remove(['e', 'e'], { owner: 'ann' })),
      { code: 'remove-failed-holding', names: ['e'], removed: ['e'] },
      '(e)',
      'twice',
    );
    expect(await nodes.names()).toEqual(['b', 'c', 'd']);
  });

  test('a timeout tells where it waited, and who holds that', async () => {
    const clock = new VirtualClock();
    const nodes = await busySet(clock);
    const waiting = watch(nodes.acquire(['c', 'd'], { timeout: 50, mode: 'shared' }));
    await clock.advance(50);
    await turn();
    expectTold(
      waiting.error,
      { code: 'timeout', owner: null, mode: 'shared', names: ['c'] },
      '(c), for an anonymous owner, was not granted in time: everything was given back. Try again',
      "'c' is held exclusive by owner 'bob'",
    );
    expectTold(await rejectionOf(nodes.acquire(['b', 'd'], { timeout: 0 })), { names: ['b'] }, "owner 'cy'");
    const all = new LockSet('all', [], { engine });
    await all.acquire(ALL, { owner: 'ann' });
    expectTold(
      await rejectionOf(all.acquire(ALL, { timeout: 0 })),
      { names: ['[lockset]'] },
      "'[lockset]' is held exclusive by owner 'ann'",
    );
  });

  test('a member that is removed on the way is named', async () => {
    const nodes = new LockSet('node', ['a', 'b'], { engine });
    await nodes.acquire('b', { owner: 'ann' });
    const waiting = watch(nodes.acquire(['a', 'b']));
    await nodes.remove('b', { owner: 'ann' });
    await turn();
    expectTold(waiting.error, { code: 'not-found', names: ['b'] }, '(b)');
  });

  test('an abort that came first is told as one, whatever was asked', async () => {
    const nodes = new LockSet('node', ['a', 'b'], { engine });
    for (const ask of ['names', 'remove', 'add'] as const) {
      const controller = new AbortController();
      const { signal } = controller;
      const all = await nodes.acquire(ALL, { owner: 'ann' });
      signal.addEventListener('abort', () => all.release());
      const asked = {
        names: () => nodes.names({ signal }),
        remove: () => nodes.remove('a', { signal }),
        add: () => nodes.add(['y', 'x'], { signal, acquire: 'exclusive', owner: 'bob' }),
      };
      const waiting = watch<unknown>(asked[ask]());
      controller.abort(reason);
      await turn();
      if (ask === 'names') expect(waiting).toMatchObject({ state: 'rejected', error: reason });
      else {
        const [names, removed] = ask === 'add' ? [['y', 'x'], []] : [['a'], ['a']];
        expect(waiting.error).toBeInstanceOf(LockError);
        expectTold(waiting.error, { code: 'aborted', cause: reason, names, removed }, names.join(', '));
      }
      expect(nodes.snapshot().members.every(({ state }) => state === 'free')).toBe(true);
    }
    expect(await nodes.names()).toEqual(['b', 'x', 'y']);
  });

  test('whoever asks for names, and aborts, keeps what it holds', async () => {
    const nodes = new LockSet('node', ['a', 'b'], { engine });
    const [first, second] = [new AbortController(), new AbortController()];
    using hold = await nodes.acquire('b', { owner: 'bob' });
    const all = watch(nodes.acquire(ALL, { signal: first.signal }));
    second.signal.addEventListener('abort', () => first.abort(reason));
    const names = watch(nodes.names({ owner: 'bob', signal: second.signal }));
    second.abort(reason);
    await turn();
    expect([all.error, names.error, hold.isHeld]).toEqual([reason, reason, true]);
  });

  test('a keyring that is closed, and one that gave back everything, say which it was', async () => {
    const manager = new LockManager({ levels: [{ name: 'file', members: ['a', 'b'] }], engine });
    const bob = manager.keyring('bob');
    await bob.acquire('file', 'a');
    const job = manager.keyring('job');
    const waiting = watch(job.acquire('file', 'a'));
    job.releaseAll();
    await turn();
    expectTold(
      waiting.error,
      { name: 'LockError', code: 'closed', lock: 'file', owner: 'job', mode: 'exclusive' },
      "for owner 'job'",
      'gave back everything (releaseAll)',
      'Ask again',
    );
    const removing = watch(job.remove('file', ['b', 'a']));
    await turn();
    job.close();
    await turn();
    const gone = { code: 'closed', names: [], removed: ['b'] };
    expectTold(removing.error, gone, 'Removed by then: b.');
    expectTold(
      await rejectionOf(job.acquire('file', 'a')),
      { name: 'LockUsageError', code: 'keyring-closed' },
      'was closed before',
      'take another one',
    );
    bob.close();
  });

  test('a keyring names members as a set does, and an ended hold its owner', async () => {
    const levels = [{ name: 'file', members: ['a', 'b'] }, { name: 'row' }];
    const manager = new LockManager({ levels, engine });
    await using bob = manager.keyring('bob');
    await bob.acquire('file', 'b');
    await using job = manager.keyring('job');
    const hold = await job.acquire('file', 'a');
    const who = "'b' is held exclusive by owner 'bob'";
    expectTold(
      thrownBy(() => job.release('file', 'b')),
      { code: 'release-unheld', owner: 'job', names: ['b'] },
      who,
    );
    expectTold(
      await rejectionOf(job.remove('file', 'b')),
      { code: 'remove-not-all-owned', names: ['b'] },
      who,
    );
    expectTold(
      await rejectionOf(job.names('file')),
      { code: 'level-order' },
      'list the names before that',
      'It holds file.',
    );
    const late = await rejectionOf(manager.keyring('late').acquire('file', 'b', { timeout: 0 }));
    expectTold(late, { code: 'timeout', names: ['b'] }, who);
    hold.release();
    expectTold(
      thrownBy(() => hold.downgrade()),
      { code: 'set-downgrade-unowned', owner: 'job', lock: 'file' },
      'has ended',
    );
  });
});
