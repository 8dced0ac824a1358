/**
 * Monitors by example, on both engines, and against rows that are made from snapshots in the plainest way.
 */
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import {
  ALL,
  formatLocks,
  LockMonitor,
  type LockRow,
  LockSet,
  type LockSnapshot,
  LockUsageError,
  SharedLock,
} from '../../src/index.ts';
import { engines } from './engines.ts';

/** Nobody waits for the answer. */
const ask = (asked: Promise<unknown>): void => void asked.catch(() => {});

function monitorOf(...locks: (SharedLock | LockSet)[]): LockMonitor {
  const monitor = new LockMonitor();
  for (const lock of locks) monitor.register(lock);
  return monitor;
}

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a lock is free, held by somebody, waited for in groups, and deleted', async () => {
    const lock = new SharedLock('config', { engine });
    const monitor = monitorOf(lock);
    expect(monitor.query()).toEqual([['config', null, null, []]]);
    const held = await lock.acquire({ owner: 'ann' });
    expect(monitor.query()).toEqual([['config', 'exclusive', ['ann'], []]]);
    for (const owner of ['n10', 'n9', 'n1']) ask(lock.acquire({ owner, mode: 'shared', priority: 1 }));
    ask(lock.acquire({ owner: 'bob' }));
    ask(lock.delete({ owner: 'cy', priority: -1 }));
    ask(lock.acquire({ owner: 'dee', mode: 'shared', priority: 2 }));
    expect(monitor.query()).toEqual([
      [
        'config',
        'exclusive',
        ['ann'],
        [
          ['exclusive', ['cy']],
          ['exclusive', ['bob']],
          ['shared', ['n1', 'n9', 'n10']],
          ['shared', ['dee']],
        ],
      ],
    ]);
    held.release();
    expect(monitor.query()).toEqual([['config', 'deleted', null, []]]);
  });

  test('owners of a shared lock stand in natural order, not in that of the grants', async () => {
    const lock = new SharedLock('config', { engine });
    const owners = ['job-10', 'job-9', 'x', 'job-1'];
    for (const owner of owners) await lock.acquire({ mode: 'shared', owner });
    expect(monitorOf(lock).query(['owner', 'mode'])).toEqual([[['job-1', 'job-9', 'job-10', 'x'], 'shared']]);
  });

  test('an anonymous owner is called by a number, the same in every query and at every lock of a set', async () => {
    const nodes = new LockSet('node', ['a', 'b'], { engine });
    const monitor = monitorOf(nodes);
    await nodes.acquire('a', { owner: 'ann' });
    const b = await nodes.acquire('b');
    const [, , [, nameOfB]] = monitor.query(['name', 'owner']) as [unknown, unknown, [string, string[]]];
    expect(nameOfB).toEqual([expect.stringMatching(/^anonymous-\d+$/)]);
    const waiting = nodes.acquire(ALL);
    const before = monitor.query();
    const [waiter] = before[0]?.[2] ?? [];
    expect(before).toEqual([
      ['node/[lockset]', 'exclusive', [waiter], []],
      ['node/a', 'exclusive', ['ann'], [['exclusive', [waiter]]]],
      ['node/b', 'exclusive', nameOfB, []],
    ]);
    expect(monitor.query()).toEqual(before);
    nodes.release(ALL, { owner: 'ann' });
    expect(monitor.query(['pending', 'owner'])).toEqual([
      [[], [waiter]],
      [[], [waiter]],
      [[['exclusive', [waiter]]], nameOfB],
    ]);
    b.release();
    (await waiting).release();
    expect(monitor.query(['owner'])).toEqual([[null], [null], [null]]);
  });

  test('a set lists its lock and the members it has now', async () => {
    const nodes = new LockSet('node', ['n10', 'n2'], { engine });
    const monitor = monitorOf(nodes);
    expect(monitor.query(['name']).flat()).toEqual(['node/[lockset]', 'node/n2', 'node/n10']);
    await nodes.add('n1');
    const removing = await nodes.acquire('n2', { owner: 'ann' });
    ask(nodes.remove('n2', { owner: 'bob' }));
    expect(monitor.query()).toEqual([
      ['node/[lockset]', null, null, []],
      ['node/n1', null, null, []],
      ['node/n2', 'exclusive', ['ann'], [['exclusive', ['bob']]]],
      ['node/n10', null, null, []],
    ]);
    removing.release();
    expect(monitor.query(['name']).flat()).toEqual(['node/[lockset]', 'node/n1', 'node/n10']);
  });

  test('members of equal rank stand as they were added, also when one comes back', async () => {
    const nodes = new LockSet('node', ['n01', 'n1', 'n001'], { engine });
    const monitor = monitorOf(nodes);
    expect(monitor.query(['name']).flat().slice(1)).toEqual(['node/n01', 'node/n1', 'node/n001']);
    await nodes.remove('n01');
    await nodes.add('n01');
    expect(monitor.query(['name']).flat().slice(1)).toEqual(['node/n1', 'node/n001', 'node/n01']);
  });

  test('what was not asked for is not gathered, and asking changes nothing', async () => {
    let looks = 0;
    const counting = engine ?? (await import('../../src/locks/engine.ts')).compiledEngine;
    const looked = <Value>(value: Value): Value => {
      looks += 1;
      return value;
    };
    const lock = new SharedLock('config', {
      engine: {
        ...counting,
        context: (live) => looked(counting.context(live)),
        read: (live) => looked(counting.read(live)),
      },
    });
    await lock.acquire({ owner: 'ann' });
    ask(lock.acquire({ owner: 'bob' }));
    const before = lock.snapshot();
    looks = 0;
    expect(monitorOf(lock).query(['name'])).toEqual([['config']]);
    expect(looks).toBe(0);
    monitorOf(lock).query();
    expect(looks).toBeGreaterThan(0);
    expect(lock.snapshot()).toEqual(before);
  });

  const owner = fc.constantFrom('n1', 'n2', 'n10', undefined);
  const mode = fc.constantFrom('shared' as const, 'exclusive' as const);
  const priority = fc.constantFrom(0, 1);
  const command = fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('acquire' as const), owner, mode, priority }) },
    {
      weight: 2,
      arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'downgrade' as const), owner }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), owner, priority }) },
  );
  const run = fc.array(command, { maxLength: 20, size: 'max' });

  property.prop([run], { numRuns: 60 })('rows are those that a snapshot gives', (commands) => {
    const lock = new SharedLock('config', { engine });
    const monitor = monitorOf(lock);
    for (const step of commands) {
      if (step.do === 'acquire' || step.do === 'delete') ask(lock[step.do](step));
      else attempt(() => lock[step.do === 'release' ? 'release' : 'downgrade']({ owner: step.owner }));
      const [row] = monitor.query();
      expect(row && withoutNumbers(row)).toEqual(rowOf(lock.snapshot()));
    }
  });
});

function attempt(fn: () => void): void {
  try {
    fn();
  } catch (error) {
    expect(error).toBeInstanceOf(LockUsageError);
  }
}

const named = (owners: readonly (string | null)[]): string[] => {
  const known = ['n1', 'n2', 'n10'].filter((name) => owners.includes(name));
  // A snapshot says no more of anonymous owners than how many there are; their name sorts before n1.
  return [...owners.filter((owner) => owner === null).map(() => 'anonymous'), ...known];
};

function rowOf({ name, state, holders, queue }: LockSnapshot): LockRow {
  const owners = named(holders.map((holder) => holder.owner));
  return [
    name,
    state === 'free' ? null : state,
    owners.length > 0 ? owners : null,
    queue.map((group) => [group.mode, named(group.owners)] as const),
  ];
}

function withoutNumbers([name, mode, owners, pending]: LockRow): LockRow {
  const plain = (names: readonly string[]): string[] =>
    names.map((each) => each.replace(/^anonymous-\d+$/, 'anonymous'));
  return [name, mode, owners && plain(owners), pending.map(([wanted, names]) => [wanted, plain(names)])];
}

test('a provider that throws hides nothing of the others, and is seen', () => {
  const monitor = new LockMonitor();
  const lock = new SharedLock('z');
  const broken = {
    lockInfo(): Generator<never> {
      throw new Error('out of order');
    },
  };
  monitor.register(broken);
  monitor.register(lock);
  expect(monitor.query(['name'])).toEqual([['[failed] out of order'], [lock.name]]);
});

test('formatLocks takes rows only, and lets no control of the direction of text through', () => {
  expect(() => formatLocks(undefined as never)).toThrow(/rows/);
  expect(formatLocks([['a\u202eb\u2028', null, null, []]])).toContain('a%E2%80%AEb%E2%80%A8');
});
