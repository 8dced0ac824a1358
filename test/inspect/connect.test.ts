/**
 * `connectInspector`: what a viewer gets, whatever becomes of it; and that the program never suffers for it.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { assign, createActor, createMachine } from 'xstate';
import { LockSet, SharedLock } from '../../src/index.ts';
import { connectInspector, type Inspector, type InspectorOptions } from '../../src/inspect.ts';
import { thrownBy } from '../locks/kit.ts';
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
    }, 5_000);
    await viewer.until((messages) => isIn(messages.at(-1)?.['snapshot'], 'free'));
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

describe('a program', () => {
  test.each(['alone', 'connected'])('ends when it has done its work, %s', async (way) => {
    const viewer = await Viewer.open();
    const url = way === 'alone' ? 'ws://127.0.0.1:1/' : viewer.url;
    const { code, seconds } = await run(url, way);
    expect(code).toBe(0);
    expect(seconds).toBeLessThan(1);
  });

  test('that closes its inspector has said all', async () => {
    const viewer = await Viewer.open();
    const { code } = await run(viewer.url, 'close');
    expect(code).toBe(0);
    expect(viewer.messages.at(-1)).toMatchObject({
      type: '@xstate.snapshot',
      event: { type: 'lock.release' },
      snapshot: { value: 'free' },
    });
  });

  test('says nothing once it has closed its inspector, and closing takes a second at most', async () => {
    const viewer = await Viewer.open();
    const inspector = connectInspector({ url: viewer.url });
    const lock = new SharedLock('config', { inspect: inspector.inspect });
    await vi.waitFor(() => expect(inspector.isConnected).toBe(true));
    for (const socket of viewer.sockets) socket.pause();
    await viewer.until(({ length }) => length >= 4);
    const begun = performance.now();
    await Promise.all([inspector.close(), inspector.close()]);
    expect(performance.now() - begun).toBeLessThan(1_500);
    const { length } = viewer.messages;
    await lock.run('shared', () => {});
    expect(viewer.messages.length).toBe(length);
    expect(inspector.isConnected).toBe(false);
    await inspector.close();
  });

  test('can close an inspector that never had a viewer', async () => {
    const inspector = connectInspector({ url: 'http://127.0.0.1:1/', warn: () => {} });
    await inspector.close();
    expect(inspector.isConnected).toBe(false);
    await using later = connectInspector({ url: 'http://127.0.0.1:1/', warn: () => {} });
    expect(later.dropped).toBe(0);
  });

  test.each([
    [{ url: 'nowhere' }, /url is that of a viewer/],
    [{ url: 'file:///tmp' }, /url is that of a viewer/],
    [{ url: 'ws://127.0.0.1:1/', buffer: -1 }, /buffer is a number/],
  ])('is told at once what is wrong with %o', (options, message) => {
    expect(thrownBy(() => connectInspector(options))).toMatchObject({ code: 'invalid-argument', message });
  });
});

async function run(url: string, way: string): Promise<{ code: unknown; seconds: number }> {
  const program = resolve('test/inspect/fixtures/short.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', program, url, way]);
  const [out] = await Promise.all([text(child.stdout), once(child.stdout, 'end')]);
  const saidAt = performance.now();
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
  expect(out).toMatch(/^done /);
  return { code, seconds: (performance.now() - saidAt) / 1000 };
}

const stateOf = (snapshot: unknown): unknown => (snapshot as { value?: unknown } | undefined)?.value;
const statusOf = (snapshot: unknown): unknown => (snapshot as { status?: unknown } | undefined)?.status;
const isIn = (snapshot: unknown, state: string): boolean => stateOf(snapshot) === state;
const isBy = (event: unknown, owner: string): boolean =>
  (event as { owner?: unknown } | undefined)?.owner === owner;
const lengthOf = (snapshot: unknown): number | undefined =>
  (snapshot as { context?: { members: unknown[] } }).context?.members.length;
