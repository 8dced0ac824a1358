/**
 * What must compile, and what must not, in a program that uses a lock manager: level names are types, and so
 * is their order.
 */
import { describe, expect, test } from 'tstyche';
import { BGL, ganetiLevels, type Keyring, LockManager, type OrderedKeyring } from '../../src/index.ts';

const manager = new LockManager({ levels: ganetiLevels() });
const custom = new LockManager({ levels: [{ name: 'account' }, { name: 'file', members: ['ledger'] }] });

describe('level names', () => {
  test('are those that the manager was made with', () => {
    expect(custom.keyring()).type.toBe<Keyring<'account' | 'file'>>();
    expect(custom.keyring().acquire).type.toBeCallableWith('file', 'ledger');
  });

  test('do not compile when misspelt', () => {
    expect(custom.keyring().acquire).type.not.toBeCallableWith('flie', 'ledger');
    expect(manager.keyring().release).type.not.toBeCallableWith('nodes');
  });
});

describe('an ordered keyring', () => {
  test('knows which levels are ahead, and says so in a tooltip', async () => {
    const start = custom.orderedKeyring('job');
    expect(start).type.toBe<OrderedKeyring<readonly ['account', 'file']>>();
    const account = await start.acquire('account', 'ann');
    expect(account).type.toBe<OrderedKeyring<['file']>>();
    expect(await account.acquire('file', 'ledger')).type.toBe<OrderedKeyring<[]>>();
  });

  test('skips levels', async () => {
    const cluster = await manager.orderedKeyring().acquire('cluster', BGL, { mode: 'shared' });
    const node = await cluster.acquire('node', 'node1');
    expect(node).type.toBe<OrderedKeyring<['node-res', 'network']>>();
  });

  test('does not compile in a wrong order, nor at a level twice', async () => {
    const cluster = await manager.orderedKeyring().acquire('cluster', BGL);
    const node = await cluster.acquire('node', 'node1');
    expect(node.acquire).type.not.toBeCallableWith('instance', 'web1');
    expect(node.acquire).type.not.toBeCallableWith('node', 'node2');
    expect(node.acquire).type.not.toBeCallableWith('moon', 'x');
    expect(node.acquire).type.toBeCallableWith('node-res', 'node1');
  });
});
