/** What becomes of machines when messages about them are lost: on the way to a viewer, and to a slow page. */
import { expect, onTestFinished, test, vi } from 'vitest';
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
