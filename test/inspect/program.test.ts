/**
 * A program that sends to a viewer never suffers for it: it ends when it likes, and closed is closed.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test, vi } from 'vitest';
import { createActor } from 'xstate';
import { SharedLock } from '../../src/index.ts';
import { connectInspector } from '../../src/inspect.ts';
import { thrownBy } from '../locks/kit.ts';
import { Viewer } from './viewer.ts';

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

  test('hears nothing of a snapshot that cannot be written; its viewer does', async () => {
    const viewer = await Viewer.open();
    await using inspector = connectInspector({ url: viewer.url });
    const odd = {
      status: 'active' as const,
      output: undefined,
      error: undefined,
      toJSON: () => {
        throw new Error('no json');
      },
    };
    const logic = { transition: () => odd, getInitialSnapshot: () => odd, getPersistedSnapshot: () => odd };
    const actor = createActor(logic, { inspect: inspector.inspect }).start();
    actor.send({ type: 'go' });
    await viewer.until((messages) => messages.some(({ type }) => type === '@xstate.snapshot'));
    expect(viewer.messages.at(-1)?.['snapshot']).toEqual({
      status: 'active',
      context: { notJson: 'Error: no json' },
    });
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
