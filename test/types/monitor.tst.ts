/**
 * What must compile, and what must not, around monitors.
 */
import { describe, expect, test } from 'tstyche';
import {
  defaultMonitor,
  formatLocks,
  type LockField,
  type LockInfoProvider,
  LockMonitor,
  type LockRow,
  LockSet,
  type Mode,
  SharedLock,
} from '../../src/index.ts';

const monitor = new LockMonitor();
type ModeShown = Mode | 'deleted' | null;
type Pending = readonly (readonly [mode: Mode, owners: readonly string[]])[];

describe('a query', () => {
  test('gives rows with the fields that were asked for, in their order', () => {
    expect(monitor.query(['mode', 'name'])).type.toBe<(readonly [ModeShown, string])[]>();
    expect(monitor.query(['owner'])).type.toBe<(readonly [readonly string[] | null])[]>();
    expect(monitor.query([])).type.toBe<(readonly [])[]>();
    expect(monitor.query()).type.toBe<(readonly [string, ModeShown, readonly string[] | null, Pending])[]>();
    expect(monitor.query(['name', 'mode', 'owner', 'pending'])).type.toBe<LockRow[]>();
  });

  test('takes fields that are known only at run time', () => {
    const fields: LockField[] = ['name'];
    const [row] = monitor.query(fields);
    expect(row).type.toBeAssignableTo<readonly unknown[] | undefined>();
  });

  test('does not take a misspelt field, or a field that is no list', () => {
    expect(monitor.query).type.not.toBeCallableWith(['names']);
    expect(monitor.query).type.not.toBeCallableWith('name');
    expect(monitor.query).type.not.toBeCallableWith(null);
  });

  test('is what formatLocks takes, when it is complete and in order', () => {
    expect(formatLocks(monitor.query())).type.toBe<string>();
    expect(formatLocks).type.toBeCallableWith(monitor.query(['name', 'mode', 'owner', 'pending']));
    expect(formatLocks).type.not.toBeCallableWith(monitor.query(['name', 'mode']));
    expect(formatLocks).type.not.toBeCallableWith(monitor.query(['name', 'owner', 'mode', 'pending']));
  });
});

describe('registering', () => {
  test('takes locks, sets, and whatever tells of locks', () => {
    expect(monitor.register).type.toBeCallableWith(new SharedLock());
    expect(monitor.register).type.toBeCallableWith(new LockSet());
    const free = { name: 'mine', mode: null, owner: null, pending: [] };
    expect(monitor.register).type.toBeCallableWith({ lockInfo: () => [free] });
    expect(monitor.register).type.not.toBeCallableWith({ lockInfo: () => free });
    expect(monitor.register).type.not.toBeCallableWith({ lockInfo: () => [{ name: 'mine' }] });
    expect(monitor.register).type.not.toBeCallableWith({});
    expect(monitor.register).type.not.toBeCallableWith(null);
    expect<SharedLock>().type.toBeAssignableTo<LockInfoProvider>();
  });

  test('only the default monitor watches for new locks', () => {
    expect(defaultMonitor.watchNewLocks()).type.toBe<void>();
    expect(defaultMonitor).type.toBeAssignableTo<LockMonitor>();
    expect(monitor).type.not.toHaveProperty('watchNewLocks');
  });
});
