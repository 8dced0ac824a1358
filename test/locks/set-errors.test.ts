/**
 * What the errors of sets and keyrings say, on both engines: which member it is, who holds it, what to do.
 */
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { ALL, ganetiLevels, LockManager, LockSet } from '../../src/index.ts';
import { VirtualClock } from '../../src/testing.ts';
import { engines } from './engines.ts';
import { rejectionOf, thrownBy } from './kit.ts';

describe.each(engines)('on the %s engine', (_name, engine) => {
  const scene = async () => {
    const clock = new VirtualClock();
    const nodes = new LockSet('node', ['a', 'b', 'c'], { engine, clock });
    const ann = { owner: 'ann' };
    await nodes.acquire(['a', 'b'], ann);
    await nodes.acquire('c', { owner: 'bob' });
    return { clock, nodes, ann };
  };

  test('the members that are not held are named, with who holds them', async () => {
    const { nodes, ann } = await scene();
    const ofC = { names: ['c'], message: expect.stringContaining("c: held exclusive by owner 'bob'") };
    expect(thrownBy(() => nodes.release(['a', 'c'], ann))).toMatchObject({ code: 'release-unheld', ...ofC });
    expect(thrownBy(() => nodes.downgrade(['a', 'c'], ann))).toMatchObject({
      code: 'downgrade-unheld',
      ...ofC,
    });
    expect(await rejectionOf(nodes.remove(['a', 'c'], ann))).toMatchObject({
      code: 'remove-not-all-owned',
      ...ofC,
    });
    expect(thrownBy(() => nodes.release('moon', ann))).toMatchObject({
      names: ['moon'],
      message: expect.stringContaining('moon: no member'),
    });
  });

  test('of a remove that stops at a shared member, names are the removed, and the text has the shared', async () => {
    const { nodes, ann } = await scene();
    nodes.downgrade('b', ann);
    expect(await rejectionOf(nodes.remove(['a', 'b'], ann))).toMatchObject({
      code: 'delete-while-sharing',
      names: ['a'],
      message: expect.stringContaining("(b: held shared by owner 'ann')"),
    });
  });

  test('a timeout says who holds what was waited for', async () => {
    const { clock, nodes } = await scene();
    const late = rejectionOf(nodes.acquire(['b', 'c'], { owner: 'cy', timeout: 5 }));
    await clock.advance(5);
    expect(await late).toMatchObject({
      code: 'timeout',
      names: ['b', 'c'],
      message: expect.stringContaining("b: held exclusive by owner 'ann', c: held exclusive by owner 'bob'"),
    });
  });

  test('keyrings name levels, members, and what happened to the keyring', async () => {
    const manager = new LockManager({ levels: [{ name: 'file', members: ['a', 'b'] }], engine });
    const [ann, bob] = [manager.keyring('ann'), manager.keyring('bob')];
    const hold = await ann.acquire('file', 'a');
    expect(thrownBy(() => ann.release('file', 'b'))).toMatchObject({
      code: 'release-unheld',
      names: ['b'],
      message: expect.stringContaining('b: free'),
    });
    expect(await rejectionOf(ann.names('file'))).toMatchObject({
      code: 'level-order',
      message: expect.stringContaining('cannot be listed'),
    });
    const waiting = rejectionOf(bob.acquire('file', 'a'));
    bob.releaseAll();
    expect(await waiting).toMatchObject({ code: 'closed', message: expect.stringContaining('given up') });
    hold.release();
    expect(thrownBy(() => hold.downgrade())).toMatchObject({ code: 'set-downgrade-unowned', owner: 'ann' });
    ann.close();
    expect(await rejectionOf(ann.names('file'))).toMatchObject({
      code: 'keyring-closed',
      message: expect.stringContaining('This keyring is closed'),
    });
  });

  test('an earlier listener of the signal that lets a wait go on comes too late, as for acquire', async () => {
    const nodes = new LockSet('node', ['a', 'b'], { engine });
    const controller = new AbortController();
    const { signal } = controller;
    const all = await nodes.acquire(['a'], { owner: 'ann' });
    signal.addEventListener('abort', () => all.release(), { once: true });
    const removing = rejectionOf(nodes.remove('a', { signal }));
    controller.abort(new Error('enough'));
    expect(await removing).toMatchObject({ code: 'aborted', names: ['a'], cause: { message: 'enough' } });

    const listing = new AbortController();
    const held = await nodes.acquire(ALL, { owner: 'ann' });
    listing.signal.addEventListener('abort', () => held.release(), { once: true });
    const names = rejectionOf(nodes.names({ signal: listing.signal }));
    listing.abort(new Error('enough'));
    expect(await names).toMatchObject({ message: 'enough' });
    expect(await nodes.names()).toEqual(['b']);
  });

  test('sets and keyrings print what they are', async () => {
    const { nodes } = await scene();
    const manager = new LockManager({ levels: ganetiLevels(), engine });
    const job = manager.keyring('job');
    expect(`${nodes}; ${inspect({ job })}`).toBe(
      "LockSet 'node' of 3 members; { job: Keyring 'job' holds nothing }",
    );
    await job.acquire('cluster', 'BGL');
    expect(String(job)).toBe("Keyring 'job' holds cluster");
    job.close();
    expect(String(job)).toBe("Keyring 'job' closed");
  });
});

test('what is no level and no list of names is refused', () => {
  const job = new LockManager({ levels: [{ name: 'file' }] }).keyring();
  expect(thrownBy(() => job.listOwned(Symbol('x') as never))).toMatchObject({ code: 'invalid-argument' });
  expect(thrownBy(() => ganetiLevels(null as never))).toMatchObject({ code: 'invalid-argument' });
});

test('opportunistic with names takes a timeout that never comes', async () => {
  const nodes = new LockSet('node', ['a', 'b']);
  using b = await nodes.acquire('b');
  using rest = await nodes.acquire(['a', 'b'], { opportunistic: true, timeout: Number.POSITIVE_INFINITY });
  expect([rest.names, b.isHeld]).toEqual([['a'], true]);
});
