/**
 * `connectInspector`: what a viewer gets, whatever becomes of it. What the program pays: ./program.test.ts.
 */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { assign, createActor, createMachine } from 'xstate';
import { LockSet, SharedLock } from '../../src/index.ts';
import { connectInspector, type Inspector, type InspectorOptions } from '../../src/inspect.ts';
import { Viewer } from './viewer.ts';

function connect(options: InspectorOptions): Inspector {
  const inspector = connectInspector({ warn: () => {}, ...options });
  onTestFinished(() => inspector.close());
  return inspector;
}

describe('a viewer', () => {
  test('is greeted, and told all in order', async () => {
    const viewer = await Viewer.open();
    const { inspect } = connect({ url: viewer.url, title: 'a test' });
    const lock = new SharedLock('config', { inspect });
    const hold = await lock.acquire({ owner: 'ann' });
    hold.release();
    const messages = await viewer.until(({ length }) => length >= 12);
    expect(viewer.types).toEqual([
      'lockchart.hello',
      '@xstate.actor',
      '@xstate.event',
      '@xstate.snapshot',
      '@xstate.event',
      '@xstate.action',
      '@xstate.microstep',
      '@xstate.snapshot',
      '@xstate.event',
      '@xstate.action',
      '@xstate.microstep',
      '@xstate.microstep',
      '@xstate.snapshot',
    ]);
    const [hello, actor] = messages;
    expect(hello).toMatchObject({ protocol: 1, title: 'a test', pid: process.pid });
    expect(actor).toMatchObject({
      _version: '0.7.2',
      id: null,
      name: 'config',
      sessionId: actor?.['rootId'],
    });
    expect(Number(actor?.['createdAt'])).toBeGreaterThan(1.6e12);
    expect(JSON.parse(actor?.['definition'] as string)).toMatchObject({
      id: 'sharedLock',
      states: { settling: { entry: 'grantAllThatFit' } },
    });
    expect(messages.at(-2)).toMatchObject({
      _transitions: [
        {
          source: '#sharedLock.settling',
          target: ['#sharedLock.free'],
          eventType: '',
          actions: [],
          reenter: false,
        },
      ],
    });
    expect(messages.at(-1)).toMatchObject({
      event: { type: 'lock.release', owner: 'ann' },
      snapshot: {
        status: 'active',
        value: 'free',
        context: { token: 1, holds: [], queue: [], closed: false },
      },
    });
  });

  test('is told of the actors of XState too, whatever is in them', async () => {
    const viewer = await Viewer.open();
    const { inspect } = connect({ url: viewer.url });
    const endless: { self?: object } = {};
    endless.self = endless;
    const machine = createMachine({
      id: 'lamp',
      context: { times: 0, odd: undefined as unknown },
      on: {
        light: { actions: assign({ times: ({ context }) => context.times + 1 }) },
        odd: { actions: assign({ odd: () => endless }) },
      },
    });
    const actor = createActor(machine, { inspect });
    actor.start();
    actor.send({ type: 'light' });
    actor.send({ type: 'odd' });
    await viewer.until((messages) => messages.filter(({ type }) => type === '@xstate.snapshot').length >= 3);
    expect(viewer.of('@xstate.actor')).toMatchObject([{ name: 'lamp' }]);
    expect(viewer.of('@xstate.snapshot').map(({ snapshot }) => snapshot)).toMatchObject([
      { context: { times: 0 } },
      { context: { times: 1 } },
      { context: { notJson: expect.stringContaining('circular') } },
    ]);
  });

  test('that comes late hears of all from the beginning', async () => {
    const first = await Viewer.open();
    const { port, url } = first;
    await first.close();
    const warn = vi.fn();
    const { inspect } = connect({ url, warn });
    const lock = new SharedLock('config', { inspect });
    const hold = await lock.acquire();
    await vi.waitFor(() => expect(warn).toHaveBeenCalledOnce());
    expect(warn.mock.calls).toEqual([
      [
        `lockchart: no inspector at 127.0.0.1:${port}: connect ECONNREFUSED 127.0.0.1:${port}; it is tried again.`,
      ],
    ]);
    const viewer = await Viewer.open(port);
    hold.release();
    await viewer.until(({ length }) => length >= 13);
    expect(viewer.types.slice(0, 4)).toEqual([
      'lockchart.hello',
      '@xstate.actor',
      '@xstate.event',
      '@xstate.snapshot',
    ]);
    expect(viewer.messages.at(-1)).toMatchObject({ type: '@xstate.snapshot', snapshot: { value: 'free' } });
    expect(warn).toHaveBeenCalledOnce();
  });

  test('that comes back is told of every machine that lives, as it is now', async () => {
    const viewer = await Viewer.open();
    const inspector = connect({ url: viewer.url });
    const locks = ['a', 'b'].map((name) => new SharedLock(name, { inspect: inspector.inspect }));
    const nodes = new LockSet('node', ['n'], { inspect: inspector.inspect });
    await viewer.until((messages) => messages.some(({ name }) => name === 'node/n'));
    await locks[0]?.acquire();
    await viewer.until((messages) => messages.some(({ snapshot }) => isIn(snapshot, 'exclusive')));
    await viewer.close();
    await vi.waitFor(() => expect(inspector.isConnected).toBe(false));
    await nodes.acquire('n', { owner: 'ann' });
    const again = await Viewer.open(viewer.port);
    await again.until((messages) => messages.some(({ name }) => name === 'node/owner ann'));
    const names = again.of('@xstate.actor').map(({ name, snapshot }) => [name, stateOf(snapshot)]);
    expect(names).toEqual([
      ['a', 'exclusive'],
      ['b', 'free'],
      ['node', {}],
      ['node/catalogue', 'open'],
      ['node/[lockset]', 'free'],
      ['node/n', 'exclusive'],
      // This one was made while nobody listened: its whole story follows, in order.
      ['node/owner ann', 'idle'],
    ]);
    expect(again.messages[0]).toMatchObject({ instance: viewer.messages[0]?.['instance'] });
  });

  test('hears nothing more of machines that have ended', async () => {
    const viewer = await Viewer.open();
    const inspector = connect({ url: viewer.url });
    const nodes = new LockSet('node', ['n'], { inspect: inspector.inspect });
    const hold = await nodes.acquire('n', { owner: 'ann' });
    hold.release();
    await viewer.until((messages) => messages.some(({ snapshot }) => statusOf(snapshot) === 'stopped'));
    await viewer.close();
    await vi.waitFor(() => expect(inspector.isConnected).toBe(false));
    const again = await Viewer.open(viewer.port);
    await again.until((messages) => messages.some(({ name }) => name === 'node/n'));
    expect(again.messages.map(({ name }) => name)).not.toContain('node/owner ann');
  });
});

describe('memory is bounded', () => {
  test('the oldest messages go, the viewer is told how many, and is right in the end', async () => {
    const first = await Viewer.open();
    await first.close();
    const inspector = connect({ url: first.url, buffer: 20_000 });
    const lock = new SharedLock('config', { inspect: inspector.inspect });
    for (let time = 0; time < 1_000; time += 1) (await lock.acquire({ owner: 'ann' })).release();
    const hold = await lock.acquire({ owner: 'bob' });
    expect(inspector.dropped).toBeGreaterThan(8_000);
    const { dropped } = inspector;
    const viewer = await Viewer.open(first.port);
    await viewer.until((messages) => messages.some(({ event }) => isBy(event, 'bob')));
    const [hello, actor, lost, ...kept] = viewer.messages;
    expect(hello?.type).toBe('lockchart.hello');
    expect(actor).toMatchObject({ type: '@xstate.actor', snapshot: { value: 'exclusive' } });
    expect(lost).toMatchObject({ type: 'lockchart.dropped', count: dropped });
    expect(kept.length + dropped).toBe(3 + 1_000 * 9 + 4);
    expect(JSON.stringify(kept).length).toBeLessThan(20_000);
    hold.release();
    await viewer.until((messages) => isIn(messages.at(-1)?.['snapshot'], 'free'));
    expect(inspector.dropped).toBe(dropped);
  });

  test('a viewer that reads nothing costs no more than that', async () => {
    const viewer = await Viewer.open();
    const inspector = connect({ url: viewer.url, buffer: 100_000 });
    await vi.waitFor(() => expect(inspector.isConnected).toBe(true));
    for (const socket of viewer.sockets) socket.pause();
    const lock = new SharedLock('config', { inspect: inspector.inspect });
    // More than socket buffers hold.
    for (let time = 0; time < 10_000; time += 1) (await lock.acquire({ owner: 'ann' })).release();
    expect(inspector.dropped).toBeGreaterThan(1_000);
    for (const socket of viewer.sockets) socket.resume();
    await vi.waitFor(() => {
      const told = viewer.of('lockchart.dropped').map(({ count }) => count as number);
      expect(told.reduce((sum, count) => sum + count, 0)).toBe(inspector.dropped);
      expect(viewer.messages.length).toBeGreaterThan(1 + told.length);
    }, 20_000);
    await viewer.until((messages) => isIn(messages.at(-1)?.['snapshot'], 'free'));
    // Until now nobody could have told that it is gone.
    expect(lock.waiterCount).toBe(0);
  });

  test('a long context is said once for as long as it stays the same', async () => {
    const viewer = await Viewer.open();
    const { inspect } = connect({ url: viewer.url });
    const names = Array.from({ length: 100 }, (_, number) => `node${number}`);
    const nodes = new LockSet('node', names, { inspect });
    await nodes.acquire('node7', { owner: 'ann' });
    await nodes.add('more', { owner: 'bob' });
    await viewer.until((messages) => messages.some(({ name }) => name === 'node/more'));
    const catalogue = viewer.messages.find(({ name }) => name === 'node/catalogue')?.sessionId;
    const told = viewer.messages.filter(({ sessionId, snapshot }) => sessionId === catalogue && snapshot);
    // Registered; begun (nothing new); 100 names; looked up; one name more.
    expect(told.map(({ type, snapshot }) => [type, lengthOf(snapshot)])).toEqual([
      ['@xstate.actor', 0],
      ['@xstate.snapshot', 0],
      ['@xstate.microstep', 100],
      ['@xstate.snapshot', undefined],
      ['@xstate.microstep', undefined],
      ['@xstate.snapshot', undefined],
      ['@xstate.microstep', 101],
      ['@xstate.snapshot', undefined],
    ]);
  });
});

const stateOf = (snapshot: unknown): unknown => (snapshot as { value?: unknown } | undefined)?.value;
const statusOf = (snapshot: unknown): unknown => (snapshot as { status?: unknown } | undefined)?.status;
const isIn = (snapshot: unknown, state: string): boolean => stateOf(snapshot) === state;
const isBy = (event: unknown, owner: string): boolean =>
  (event as { owner?: unknown } | undefined)?.owner === owner;
const lengthOf = (snapshot: unknown): number | undefined =>
  (snapshot as { context?: { members: unknown[] } }).context?.members.length;
