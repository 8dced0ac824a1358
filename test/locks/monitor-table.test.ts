/**
 * A monitor and its table by example, whatever the engine.
 */
import { describe, expect, test } from 'vitest';
import {
  formatLocks,
  type LockInfo,
  LockMonitor,
  LockSet,
  LockUsageError,
  SharedLock,
} from '../../src/index.ts';
import { thrownBy } from './kit.ts';

/** Nobody waits for the answer. */
const ask = (asked: Promise<unknown>): void => void asked.catch(() => {});

function monitorOf(...locks: (SharedLock | LockSet)[]): LockMonitor {
  const monitor = new LockMonitor();
  for (const lock of locks) monitor.register(lock);
  return monitor;
}

const freeLock = { mode: null, owner: null, pending: [] } as const;
const provider = (...names: string[]) => ({ lockInfo: () => names.map((name) => ({ ...freeLock, name })) });

describe('a monitor', () => {
  test('sorts locks naturally, and those of equal name by registration', async () => {
    const [second, first] = [new SharedLock('same'), new SharedLock('same')];
    await first.acquire();
    await second.acquire('shared');
    const monitor = monitorOf(
      first,
      new SharedLock('lock10'),
      second,
      new LockSet('lock9'),
      new SharedLock('lock2'),
    );
    expect(monitor.query(['name', 'mode'])).toEqual([
      ['lock2', null],
      ['lock9/[lockset]', null],
      ['lock10', null],
      ['same', 'exclusive'],
      ['same', 'shared'],
    ]);
  });

  test('lists once what is registered twice, where it came first', () => {
    const [one, other] = [provider('a', 'a'), provider('a')];
    const monitor = new LockMonitor();
    for (const registered of [one, other, one, other, one]) monitor.register(registered);
    expect(monitor.query(['name'])).toHaveLength(3);
    for (let time = 0; time < 100; time += 1) monitor.register(other);
    expect(monitor.query(['name'])).toHaveLength(3);
  });

  test('reads of anything else only what was asked for, and puts owners in order', () => {
    const info: LockInfo = {
      name: 'mine',
      mode: 'shared',
      owner: ['n10', 'n9'],
      get pending(): never {
        throw new Error('was read');
      },
    };
    const mine = { lockInfo: () => new Set([info]) };
    const monitor = new LockMonitor();
    monitor.register(mine);
    expect(monitor.query(['owner', 'mode', 'owner'])).toEqual([[['n9', 'n10'], 'shared', ['n9', 'n10']]]);
    expect(monitor.query(['pending', 'name'])).toEqual([[[], '[failed] was read']]);
    expect(info.owner).toEqual(['n10', 'n9']);
    expect(monitor.query([])).toEqual([[]]);
    expect(new LockMonitor().query()).toEqual([]);
  });

  test('lists all others, and what was given so far, whatever is wrong with one', () => {
    const monitor = new LockMonitor();
    const wrong: unknown[] = [
      {
        *lockInfo(): Generator<LockInfo> {
          yield { ...freeLock, name: 'before' };
          throw Symbol('odd');
        },
      },
      { lockInfo: () => 17 },
      { lockInfo: () => [null] },
      { lockInfo: () => [{ ...freeLock, name: 17 }] },
      { lockInfo: () => [{ ...freeLock, name: 'x', pending: 'nobody' }] },
    ];
    const registered = [provider('a'), ...(wrong as ReturnType<typeof provider>[]), provider('z')];
    for (const each of registered) monitor.register(each);
    const names = monitor.query().map(([name]) => name);
    const failed = names.filter((name) => name.startsWith('[failed] '));
    expect(failed).toHaveLength(wrong.length);
    expect(failed).toContain('[failed] Symbol(odd)');
    expect(names.filter((name) => !failed.includes(name))).toEqual(['a', 'before', 'z']);
  });

  test.each([[['nam']], [['name', 'Owner']], ['name'], [null], [17], [[undefined]], [['__proto__']], [{}]])(
    'does not know %j as fields',
    (fields) => {
      const error = thrownBy(() => new LockMonitor().query(fields as never));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({
        code: 'invalid-argument',
        message: expect.stringContaining('name, mode, owner'),
      });
    },
  );

  test.each([[undefined], [null], [17], ['lock'], [{}], [{ lockInfo: [] }], [SharedLock]])(
    'does not register %j',
    (wrong) => {
      const monitor = new LockMonitor();
      const error = thrownBy(() => monitor.register(wrong as never));
      expect(error).toBeInstanceOf(LockUsageError);
      expect(error).toMatchObject({ code: 'invalid-argument', message: expect.stringContaining('lockInfo') });
      expect(monitor.query()).toEqual([]);
    },
  );
});

describe('the table', () => {
  test('is aligned, with headings, and a hyphen where there is nothing', async () => {
    const nodes = new LockSet('node', ['node10', 'node2']);
    const lock = new SharedLock('config');
    for (const owner of ['n10', 'n9']) await lock.acquire({ mode: 'shared', owner });
    ask(lock.acquire({ owner: 'ann' }));
    ask(lock.acquire({ owner: 'cy', mode: 'shared', priority: 1 }));
    ask(lock.acquire({ owner: 'bob', mode: 'shared', priority: 1 }));
    await nodes.acquire('node2', { owner: 'an owner with a long name' });
    expect(formatLocks(monitorOf(nodes, lock).query()).split('\n')).toEqual([
      'name            mode       owner                      pending',
      'config          shared     n9,n10                     exclusive:ann shared:bob,cy',
      'node/[lockset]  -          -                          -',
      'node/node2      exclusive  an owner with a long name  -',
      'node/node10     -          -                          -',
    ]);
  });

  test('is a line of headings where there are no locks', () => {
    expect(formatLocks([])).toBe('name  mode  owner  pending');
  });

  test('keeps to one line for each lock, whatever it is called', () => {
    const name = 'two\nlines\r\u0000\u001b[31m\u007f\u0085';
    const [, line, nameless, ...more] = formatLocks([
      [name, 'exclusive', [name], [['shared', [name]]]],
      ['', 'deleted', null, []],
    ]).split('\n');
    const shown = 'two%0Alines%0D%00%1B[31m%7F%C2%85';
    expect(line).toBe(`${shown}  exclusive  ${shown}  shared:${shown}`);
    expect(nameless?.split(/ +/)).toEqual(['-', 'deleted', '-', '-']);
    expect(more).toEqual([]);
  });

  test.each([[undefined], [null], ['rows'], [[17]], [[['name', null]]], [{}]])(
    'is not made of %j',
    (wrong) => {
      expect(thrownBy(() => formatLocks(wrong as never))).toMatchObject({ code: 'invalid-argument' });
    },
  );
});
