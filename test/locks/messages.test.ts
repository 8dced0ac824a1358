/**
 * All that errors of locks and conditions say, word for word, in ./messages.txt: what happened, to which
 * lock, for whom, and what to do. Whoever changes a message sees there how it reads.
 */
import { test } from 'vitest';
import {
  Condition,
  formatLocks,
  LockMonitor,
  SharedLock,
  SingleNotifyCondition,
  synchronized,
  withOwner,
} from '../../src/index.node.ts';
import { withOwner as withoutNode } from '../../src/locks/no-ambient-owner.ts';
import { VirtualClock } from '../../src/testing.ts';
import { bad, Messages } from './message-kit.ts';

test('errors of locks and conditions say what stands in the file', async () => {
  const said = new Messages();
  for (const part of [ofLock, ofArguments, ofCondition, ofTheRest]) await part(said);
  await said.expectToBe('./messages.txt');
});

async function ofLock(said: Messages): Promise<void> {
  const clock = new VirtualClock();
  const lock = new SharedLock('config', { clock });
  const ann = await lock.acquire({ owner: 'ann' });
  const late = said.rejects(
    'a wait that was too long',
    lock.acquire({ owner: 'bob', mode: 'shared', timeout: 20 }),
  );
  await clock.advance(20);
  await late;
  await said.rejects('a wait of no time', lock.acquire({ timeout: 0 }));
  await said.rejects('a second acquire', lock.acquire({ owner: 'ann' }));
  said.throws('a second shared try', () => lock.tryAcquire({ owner: 'ann', mode: 'shared' }));
  ann.downgrade();
  await said.rejects('an upgrade', lock.acquire({ owner: 'ann' }));
  await said.rejects('a delete by a sharer', lock.delete({ owner: 'ann' }));
  const cy = lock.acquire({ owner: 'cy' });
  await said.rejects('another acquire by a waiter', lock.acquire({ owner: 'cy' }));
  const others = [
    lock.acquire({ mode: 'shared', priority: -1 }),
    lock.acquire({ mode: 'shared', priority: -1 }),
  ];
  said.throws('a release by nobody', () => lock.release({ owner: 'dee' }));
  said.throws('a downgrade by nobody', () => lock.downgrade({ owner: 'dee' }));
  said.throws('a release without an owner', () => lock.release());
  ann.release();
  said.throws('a downgrade of what has ended', () => ann.downgrade());
  said.throws('a delete of what has ended', () => ann.delete());
  for (const other of await Promise.all(others)) other.release();
  const waiting = said.rejects('a wait for a lock that is deleted', lock.acquire({ owner: 'bob' }));
  (await cy).delete();
  await waiting;
  said.throws('a try on a lock that was deleted', () => lock.tryAcquire());
  const closed = new SharedLock('log');
  closed.close();
  await said.rejects('an acquire of a closed lock', closed.acquire('shared'));
}

async function ofArguments(said: Messages): Promise<void> {
  const lock = new SharedLock('config');
  const asked: [string, object][] = [
    ['a mode', { mode: 'read' }],
    ['a priority', { priority: Number.NaN }],
    ['a timeout', { timeout: -1 }],
    ['a signal', { signal: {} }],
    ['an owner', { owner: 7 }],
    ['a raise without a time', { raise: {} }],
    ['a raise by nothing', { raise: { after: 5, by: 0 } }],
    ['a raise to nowhere', { raise: { after: 5, to: Number.NaN } }],
    ['a raise by too little', { priority: 1e300, raise: { after: 5 } }],
    ['a raise that is no object', { raise: 5 }],
  ];
  for (const [what, options] of asked) await said.rejects(what, lock.acquire(bad(options)));
  await said.rejects('neither mode nor options', lock.acquire(bad(['shared'])));
  said.throws('options that are none', () => lock.release(bad(() => 1)));
  said.throws('a try with a timeout', () => lock.tryAcquire(bad({ timeout: 1 })));
  await said.rejects('run without a function', lock.run('shared', bad(1)));
  said.throws('a name', () => new SharedLock(bad(7)));
  said.throws('options of a new lock', () => new SharedLock('config', bad(null)));
  said.throws('an engine', () => new SharedLock('config', { engine: bad({}) }));
  const foreign = { start() {}, send() {}, context() {}, read() {} };
  said.throws('an engine of another copy', () => new SharedLock('config', { engine: bad(foreign) }));
  said.throws('a clock', () => new SharedLock('config', { clock: bad({}) }));
  said.throws('a name of nobody', () => withOwner(bad(7), () => {}));
  said.throws('an owner, and nothing to run', () => withOwner('ann', bad('ann')));
  said.throws('an owner where there is no Node', () => withoutNode('ann', () => {}));
}

async function ofCondition(said: Messages): Promise<void> {
  const clock = new VirtualClock();
  const lock = new SharedLock('queue', { clock });
  const filled = new Condition(lock);
  const hold = await lock.acquire({ owner: 'ann' });
  await said.rejects('a wait with no time', filled.wait({ hold, timeout: 0 }));
  await said.rejects('a wait by who knows whom', filled.wait());
  await said.rejects('a wait by nobody', filled.wait({ owner: 'bob' }));
  await said.rejects('a wait with what is no hold', filled.wait({ hold: bad({}) }));
  const waiting = said.rejects('a wait whose hold is released', filled.wait({ hold }));
  const second = await lock.acquire({ owner: 'ann' });
  await said.rejects('a second wait', filled.wait({ hold: second }));
  hold.release();
  await waiting;
  const once = new SingleNotifyCondition(lock);
  once.notifyAll({ hold: second });
  said.throws('a second notification', () => once.notifyAll({ hold: second }));
  said.throws('a condition of nothing', () => new Condition(bad({})));
  const other = new Condition({ acquire: async () => {}, release() {}, name: 'other', isOwned: () => false });
  await said.rejects('a hold for another kind of lock', other.wait({ hold: second }));
  await said.rejects('another kind of lock that is not held', other.wait());
}

async function ofTheRest(said: Messages): Promise<void> {
  const lock = new SharedLock('config');
  const monitor = new LockMonitor();
  said.throws('what has no locks to list', () => monitor.register(bad({})));
  said.throws('a field that there is not', () => monitor.query(bad(['color'])));
  said.throws('rows that are none', () => formatLocks(bad([['a']])));
  said.throws('a function and no lock', () => synchronized(bad({}), () => {}));
  said.throws('options before the function', () =>
    synchronized(
      lock,
      bad('shared'),
      bad(() => {}),
    ),
  );
  said.throws('a generator', () =>
    synchronized(
      lock,
      bad(function* numbers() {}),
    ),
  );
  said.throws('nothing to find a lock by', () => synchronized(bad(7)));
  said.throws('an old decorator', () =>
    (synchronized(lock) as (...old: unknown[]) => unknown)(() => {}, 'method'),
  );
  const decorate = (found: unknown, kind = 'method') =>
    (synchronized(bad(found)) as unknown as (fn: () => void, context: object) => () => Promise<void>)(
      () => {},
      { kind, name: 'save' },
    );
  said.throws('a decorated field', () => decorate(lock, 'field'));
  const owner = { save: decorate('lock'), find: decorate(() => 7), lock: {} };
  function Store() {}
  Store.save = decorate('lock');
  await said.rejects('a member that is no lock', owner.save());
  await said.rejects('a function that finds no lock', owner.find());
  await said.rejects('a class that has no lock', Store.save());
  const { save } = Store;
  await said.rejects('nobody who could have a lock', save());
}
