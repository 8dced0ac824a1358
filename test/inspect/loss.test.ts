/** What becomes of machines when messages about them are lost: on the way to a viewer, and to a slow page. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Hub } from '../../src/cli/inspect/hub.ts';
import type { Frame } from '../../src/cli/inspect/viewer-protocol.ts';
import { LockSet, SharedLock } from '../../src/index.ts';
import { connectInspector } from '../../src/inspect.ts';
import { Viewer } from './viewer.ts';

test('a machine whose end was lost is said to be gone to a viewer that knew it', async () => {
  const viewer = await Viewer.open();
  const inspector = connectInspector({ url: viewer.url, buffer: 100_000 });
  onTestFinished(() => inspector.close());
  const nodes = new LockSet('node', ['n'], { inspect: inspector.inspect });
  const lock = new SharedLock('config', { inspect: inspector.inspect });
  const work = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time += 1) (await lock.acquire({ owner: 'bob' })).release();
  };
  const hold = await nodes.acquire('n', { owner: 'ann' });
  await work(1);
  await viewer.until((messages) => messages.filter(({ type }) => type === '@xstate.event').length > 9);
  const ann = viewer.messages.find(({ name }) => name === 'node/owner ann')?.sessionId;
  for (const socket of viewer.sockets) socket.pause();
  // More than socket buffers hold.
  await work(10_000);
  hold.release();
  (await nodes.acquire('n', { owner: 'cy' })).release();
  await work(1_000);
  for (const socket of viewer.sockets) socket.resume();
  await viewer.until((messages) => messages.some(({ type }) => type === 'lockchart.dropped'));
  await vi.waitFor(() => expect(viewer.of('lockchart.gone')).toMatchObject([{ sessionId: ann }]), 5_000);
  // Until now nobody could have told that they are gone.
  expect([lock.name, nodes.name]).toEqual(['config', 'node']);
});

test('nothing is kept of machines that come and go while nobody listens', async () => {
  const kept = new Set<Set<unknown>>();
  const { add } = Set.prototype;
  const spy = vi.spyOn(Set.prototype, 'add').mockImplementation(function note(this: Set<unknown>, value) {
    if (typeof value === 'string' && value.startsWith('lockchart:')) add.call(kept, this);
    return add.call(this, value);
  });
  onTestFinished(() => spy.mockRestore());
  const inspector = connectInspector({ url: 'ws://127.0.0.1:1/', buffer: 10_000, warn: () => {} });
  onTestFinished(() => inspector.close());
  const nodes = new LockSet('node', ['n'], { inspect: inspector.inspect });
  for (let time = 0; time < 300; time += 1) (await nodes.acquire('n', { owner: `owner ${time}` })).release();
  expect(inspector.dropped).toBeGreaterThan(300 * 9);
  const [ids] = kept;
  expect(kept.size).toBe(1);
  expect(ids?.size).toBeLessThan(10);
});

describe('the hub', () => {
  const snapshot = { status: 'active', value: 'red' };
  const actor = (sessionId: string): string =>
    JSON.stringify({ type: '@xstate.actor', sessionId, name: sessionId, definition: '{}', snapshot });
  const over = (sessionId: string, status: string): string =>
    JSON.stringify({ type: '@xstate.snapshot', sessionId, snapshot: { ...snapshot, status } });
  const gone = (sessionId: string): string => JSON.stringify({ type: 'lockchart.gone', sessionId });

  /** A page that is there; `told`: by process, of what or how much. */
  function page(hub: Hub) {
    const told: unknown[][] = [];
    const send = (text: string): void => {
      const { process, messages, ended } = JSON.parse(text) as Frame;
      for (const message of messages) {
        const about = 'sessionId' in message ? message.sessionId : 'count' in message && message.count;
        told.push([process, message.type, about]);
      }
      if (ended) told.push([process, 'ended']);
    };
    const outlet = { waiting: 0, send };
    hub.join(outlet);
    return { told, outlet };
  }

  test('tells a page that was behind how much it has lost of each process, and what has ended', () => {
    const hub = new Hub();
    const [one, two, three] = [hub.open(), hub.open(), hub.open()];
    for (const id of ['stays', 'stops', 'goes', 'comes back']) one.receive(actor(id));
    two.receive(actor('quiet'));
    three.receive(actor('short'));
    const { told, outlet } = page(hub);
    told.length = 0;
    outlet.waiting = 1e9;
    one.receive(over('stops', 'stopped'));
    one.receive(gone('goes'));
    one.receive(gone('comes back'));
    one.receive(actor('comes back'));
    one.receive(actor('in between'));
    one.receive(over('in between', 'stopped'));
    three.receive(gone('short'));
    three.end();
    expect(told).toEqual([
      [3, 'lockchart.dropped', 1],
      [3, 'ended'],
    ]);
    told.length = 0;
    outlet.waiting = 0;
    hub.flush();
    expect(told).toEqual([
      [1, 'lockchart.gone', 'stops'],
      [1, 'lockchart.gone', 'goes'],
      [1, 'lockchart.gone', 'comes back'],
      [1, '@xstate.actor', 'stays'],
      [1, '@xstate.actor', 'comes back'],
      [1, 'lockchart.dropped', 6],
    ]);
  });

  test.each(['done', 'error', 'stopped'])('keeps nothing of what is %s', (status) => {
    const hub = new Hub();
    const line = hub.open();
    line.receive(actor('it'));
    line.receive(over('it', status));
    expect(page(hub).told).toEqual([]);
  });
});
