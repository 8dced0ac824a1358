/**
 * All that errors of lock sets and managers say, word for word, in ./set-messages.txt: what happened, to
 * which lock, for whom, and what to do. Whoever changes a message sees there how it reads.
 */
import { test } from 'vitest';
import { ALL, ganetiLevels, LockManager, LockSet } from '../../src/index.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
import { VirtualClock } from '../../src/testing.ts';
import { bad, Messages } from './message-kit.ts';

test('errors of sets and managers say what stands in the file', async () => {
  const said = new Messages();
  for (const part of [ofSet, ofManager]) await part(said);
  await said.expectToBe('./set-messages.txt');
});

async function ofSet(said: Messages): Promise<void> {
  const clock = new VirtualClock();
  const nodes = new LockSet('node', ['a', 'b', 'c', 'd'], { clock });
  const ann = { owner: 'ann' };
  await nodes.acquire(['a', 'b'], ann);
  nodes.downgrade('b', ann);
  await nodes.acquire('c', { owner: 'bob' });
  const late = said.rejects(
    'a wait that was too long',
    nodes.acquire(['c', 'd'], { timeout: 5, mode: 'shared' }),
  );
  await clock.advance(5);
  await late;
  await said.rejects('a member that is not there', nodes.acquire(['d', 'x']));
  await said.rejects('a member that is there', nodes.add(['d', 'x']));
  await said.rejects('a second acquire', nodes.acquire('d', ann));
  said.throws('a release of what is not held', () => nodes.release(['a', 'c', 'd', 'x'], ann));
  said.throws('a release by nobody', () => nodes.release('a', { owner: 'cy' }));
  said.throws('a release without an owner', () => nodes.release('a'));
  said.throws('a downgrade of what is not held', () => nodes.downgrade('c', ann));
  said.throws('a downgrade by nobody', () => nodes.downgrade('a', { owner: 'cy' }));
  await said.rejects('an addition by an owner of something', nodes.add('x', ann));
  await said.rejects('a removal of what is not held', nodes.remove(['a', 'c'], ann));
  await said.rejects('a removal of what is shared', nodes.remove(['a', 'b'], ann));
  await said.rejects(
    'a named member, for a while or never',
    nodes.acquire('c', { opportunistic: true, timeout: 5 }),
  );
  const busy = nodes.acquire(['c', 'd'], { owner: 'cy' });
  await said.rejects('an owner that waits already', nodes.names({ owner: 'cy' }));
  nodes.release(ALL, { owner: 'bob' });
  const hold = await busy;
  await said.rejects('a removal of the same name twice', nodes.remove(['c', 'c'], { owner: 'cy' }));
  nodes.release(ALL, { owner: 'cy' });
  said.throws('a downgrade of what has ended', () => hold.downgrade());
  await nodes.acquire('d', { owner: 'cy' });
  said.throws('a question about what is not there', () =>
    nodes.checkOwned(['x', 'y'], undefined, { owner: 'cy' }),
  );
  for (const ask of ['add', 'remove'] as const) {
    const others = new LockSet('disk', ['a']);
    const all = await others.acquire(ALL);
    const controller = new AbortController();
    controller.signal.addEventListener('abort', () => all.release());
    const names = ask === 'add' ? ['x', 'y'] : ['a'];
    const waiting = said.rejects(
      `a signal that is late for ${ask}`,
      others[ask](names, { signal: controller.signal }),
    );
    controller.abort();
    await waiting;
  }
  await said.rejects('names that are none', nodes.acquire(bad(7)));
  said.throws('the name of the set lock', () => new LockSet('node', ['[lockset]']));
  await said.rejects('opportunistic by half', nodes.acquire('a', { opportunistic: bad('a bit') }));
  said.throws('an engine for locks only', () => new LockSet('node', [], { engine: compiledEngine }));
}

async function ofManager(said: Messages): Promise<void> {
  const levels = [
    { name: 'cluster', members: ['big', 'low'], modifiable: false, bigLock: 'big' },
    { name: 'node', members: ['n1', 'n2'] },
    { name: 'disk', members: ['d1'] },
  ] as const;
  const manager = new LockManager({ levels });
  const job = manager.keyring('job');
  await said.rejects('a level that is not there', job.acquire(bad('moon'), 'n1'));
  await said.rejects('a level that is none', job.acquire(bad(7), 'n1'));
  await said.rejects('a level without the big lock', job.acquire('node', 'n1'));
  await said.rejects('another level that never changes', job.add('cluster', 'x'));
  await job.acquire('cluster', 'big', { mode: 'shared' });
  await job.acquire('disk', 'd1');
  await said.rejects('a level out of order', job.acquire('node', 'n1'));
  await said.rejects('a list that could wait in a circle', job.names('node'));
  said.throws('a release of the big lock', () => job.release('cluster'));
  said.throws('a release of what is not held', () => job.release('disk', ['d1', 'd2']));
  const other = manager.keyring();
  await other.acquire('cluster', 'big', { mode: 'shared' });
  const waiting = said.rejects('a wait of a keyring that gives back everything', other.acquire('disk', 'd1'));
  await said.rejects('a second operation', other.names('node'));
  other.releaseAll();
  await waiting;
  other.close();
  await said.rejects('a keyring that is closed', other.acquire('node', 'n1'));
  const wrong: [string, unknown][] = [
    ['no levels', []],
    ['two levels of one name', [{ name: 'a' }, { name: 'a' }]],
    ['a big lock elsewhere', [{ name: 'a' }, { name: 'b', bigLock: 'x' }]],
    ['a big lock that is no member', [{ name: 'a', modifiable: false, bigLock: 'x' }]],
    ['a level without a name', [{}]],
  ];
  for (const [what, given] of wrong) said.throws(what, () => new LockManager({ levels: bad(given) }));
  said.throws('levels of a cluster that are none', () => ganetiLevels(bad(null)));
}
