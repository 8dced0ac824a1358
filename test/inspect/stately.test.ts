/**
 * Stately's own inspector, the real package, takes our locks as it takes XState's actors: unchanged, with the
 * chart, beside ordinary actors, and without falling into its traps.
 */
import { createBrowserInspector, createInspector, createWebSocketInspector } from '@statelyai/inspect';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { createActor, createMachine } from 'xstate';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { LockManager, LockSet, SharedLock } from '../../src/index.ts';
import { inspect } from '../../src/inspect.ts';
import { engines } from '../locks/engines.ts';
import { type Message, Viewer } from './viewer.ts';

const lampMachine = createMachine({
  id: 'lamp',
  initial: 'dark',
  states: { dark: { on: { light: 'bright' } }, bright: {} },
});

/** Stately writes out what it is told when there is time for it. */
const drained = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20));

/** An inspector whose messages stay here. */
function inspectorHere() {
  const messages: Message[] = [];
  const inspector = createInspector({
    send: (message) => messages.push(JSON.parse(JSON.stringify(message)) as Message),
  });
  return { inspector, messages };
}

const withoutIds = ({ createdAt: _createdAt, rootId: _rootId, sessionId: _id, ...rest }: Message): object =>
  rest;

describe.each(engines)('on the %s engine', (_name, engine) => {
  test('a lock looks like an actor of its machine, message by message', async () => {
    const { inspector, messages } = inspectorHere();
    const lock = new SharedLock('config', { engine, inspect: inspector.inspect });
    // A registration shows the moment in which it is written out, of XState's own actors too.
    await drained();
    const hold = await lock.acquire({ owner: 'ann' });
    const request = (await firstRequest(messages)) as number;
    const refused = lock.acquire({ owner: 'bob', timeout: 0 }).catch(() => {});
    hold.release();
    await refused;
    await drained();
    const ours = messages.splice(0);

    const actor = createActor(sharedLockMachine, { id: 'config', inspect: inspector.inspect });
    actor.start();
    await drained();
    const bob = ours.find(({ event }) => (event as { owner?: string } | undefined)?.owner === 'bob')?.[
      'event'
    ];
    actor.send({ type: 'lock.acquire', owner: 'ann', request, priority: 0, try: false, mode: 'exclusive' });
    actor.send(bob as never);
    actor.send({ type: 'lock.release', owner: 'ann', request });
    await drained();
    expect(ours.map(withoutIds)).toEqual(messages.map(withoutIds));
    expect(ours.length).toBe(3 + 3 * 2);
  });
});

async function firstRequest(messages: readonly Message[]): Promise<unknown> {
  await drained();
  const acquire = messages.find(({ event }) => (event as Message | undefined)?.type === 'lock.acquire');
  return (acquire?.['event'] as { request?: number } | undefined)?.request;
}

test('over a WebSocket, beside an ordinary actor', async () => {
  const viewer = await Viewer.open();
  const inspector = createWebSocketInspector({ url: viewer.url });
  onTestFinished(() => inspector.stop());
  const lock = new SharedLock('config', { inspect: inspector.inspect });
  const lamp = createActor(lampMachine, { inspect: inspector.inspect });
  lamp.start();
  const hold = await lock.acquire({ owner: 'ann' });
  lamp.send({ type: 'light' });
  hold.release();
  await viewer.until((messages) => messages.length >= 11);
  const actors = viewer.of('@xstate.actor');
  expect(actors.map(({ name, definition }) => [name, JSON.parse(definition as string).id])).toEqual([
    ['config', 'sharedLock'],
    ['lamp', 'lamp'],
  ]);
  expect(new Set(actors.map(({ sessionId }) => sessionId)).size).toBe(2);
  expect(viewer.of('@xstate.snapshot').map(({ snapshot }) => (snapshot as { value: string }).value)).toEqual([
    'free',
    'dark',
    'exclusive',
    'bright',
    'free',
  ]);
  // The chart is whole: every state, guard and action by its name.
  expect(JSON.parse(actors[0]?.['definition'] as string)).toEqual({
    ...JSON.parse(JSON.stringify(sharedLockMachine.config)),
    context: { type: '' },
  });
});

test('in a browser, through the window that it opens', async () => {
  const shown: Message[] = [];
  const listeners: ((event: { data: unknown }) => void)[] = [];
  const window = {
    open: () => ({ postMessage: (message: Message) => shown.push(message) }),
    addEventListener: (_type: string, listener: (event: { data: unknown }) => void) =>
      listeners.push(listener),
  };
  const inspector = createBrowserInspector({ window: window as never, url: 'http://127.0.0.1/' });
  const manager = new LockManager({
    levels: [{ name: 'node', members: ['n1'] }],
    inspect: inspector.inspect,
  });
  await drained();
  expect(shown).toEqual([]);
  for (const listener of listeners) listener({ data: { type: '@statelyai.connected' } });
  {
    await using job = manager.keyring('job');
    await job.acquire('node', 'n1');
  }
  await drained();
  const registered = shown.filter(({ type }) => type === '@xstate.actor');
  expect(registered.map(({ name }) => name)).toEqual([
    'manager',
    'node/catalogue',
    'node/[lockset]',
    'node/n1',
    'keyring job',
    'node/owner job',
  ]);
  const [root, ...others] = registered;
  expect(others.every(({ parentId, rootId }) => parentId === root?.sessionId && rootId === parentId)).toBe(
    true,
  );
  const told = shown
    .filter(({ type, sourceId }) => type === '@xstate.event' && sourceId !== undefined)
    .map(({ event }) => (event as Message).type)
    .filter((type) => !type.startsWith('xstate.'));
  expect(told.slice(0, 5)).toEqual([
    'set.acquire',
    'catalogue.resolve',
    'catalogue.resolved',
    'lock.acquire',
    'lock.granted',
  ]);
});

test('in a browser, with a transport of the user', async () => {
  const send = vi.fn<(message: object) => void>();
  const window = { open: () => null, addEventListener: () => {} };
  const inspector = createBrowserInspector({ window: window as never, send });
  const lock = new SharedLock('config', { inspect: inspector.inspect });
  lock.tryAcquire()?.release();
  await drained();
  expect(send.mock.calls.map(([message]) => (message as Message).type)).toEqual([
    '@xstate.actor',
    '@xstate.event',
    '@xstate.snapshot',
    '@xstate.event',
    '@xstate.snapshot',
    '@xstate.event',
    '@xstate.snapshot',
  ]);
});

describe('its traps do no harm:', () => {
  test('what is written out late shows each moment as it was', async () => {
    const { inspector, messages } = inspectorHere();
    const lock = new SharedLock('config', { inspect: inspector.inspect });
    const holds = ['ann', 'bob', 'cy'].map((owner) => lock.tryAcquire({ owner, mode: 'shared' }));
    for (const hold of holds) hold?.release();
    // All this was over before the first of it was written out.
    expect(messages).toEqual([]);
    await drained();
    const counts = messages
      .filter(({ type }) => type === '@xstate.snapshot')
      .map(({ snapshot }) => (snapshot as { context: { holds: unknown[] } }).context.holds.length);
    expect(counts).toEqual([0, 1, 2, 3, 2, 1, 0]);
  });

  test('whoever changes what is shown changes no lock', async () => {
    const spoiled = createInspector(
      { send: () => {} },
      {
        sanitizeContext: (context) => {
          for (const part of Object.values(context)) if (Array.isArray(part)) part.length = 0;
          return context;
        },
      },
    );
    const lock = new SharedLock('config', { inspect: spoiled.inspect });
    const hold = await lock.acquire({ owner: 'ann' });
    const next = lock.acquire({ owner: 'bob' });
    await drained();
    expect(String(lock)).toBe("SharedLock 'config' exclusive:ann|exclusive@0:bob");
    hold.release();
    (await next).release();
    await drained();
    expect(String(lock)).toBe("SharedLock 'config' free");
  });

  test('a viewer that comes when registrations have fallen out of 200 messages gets them again', async () => {
    const viewer = await Viewer.open();
    const inspector = createWebSocketInspector({ url: viewer.url, autoStart: false });
    onTestFinished(() => inspector.stop());
    const names = Array.from({ length: 300 }, (_, number) => `node${number}`);
    const nodes = new LockSet('node', names);
    const first = inspect(nodes, inspector.inspect);
    await drained();
    first.unsubscribe();
    inspector.start();
    await viewer.until((messages) => messages.length >= 200);
    expect(viewer.of('@xstate.actor').length).toBe(200);
    viewer.messages.length = 0;
    inspect(nodes, inspector.inspect);
    await viewer.until((messages) => messages.length >= 303);
    expect(viewer.of('@xstate.actor').map(({ name }) => name)).toEqual([
      'node',
      'node/catalogue',
      'node/[lockset]',
      ...names.map((name) => `node/${name}`),
    ]);
  });
});
