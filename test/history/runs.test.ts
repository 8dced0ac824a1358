/**
 * Random runs of our locks, on both engines, are legal: as the locks tell of them, and as their callers do.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type Hold, LockError, SharedLock } from '../../src/index.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
import { type HistoryEvent, VirtualClock } from '../../src/testing.ts';
import { type Engine, engines } from '../locks/engines.ts';
import { problems } from './kit.ts';
import { recordingEngine } from './recording.ts';

const visit = fc.record({
  at: fc.nat(60),
  mode: fc.constantFrom('shared' as const, 'exclusive' as const),
  priority: fc.constantFrom(0, 0, -1, 1),
  timeout: fc.constantFrom(undefined, undefined, 0, 5, 20),
  abortAfter: fc.constantFrom(undefined, undefined, undefined, 3, 12),
  raise: fc.constantFrom(undefined, undefined, { after: 4 }),
  stays: fc.nat(15),
  downgrades: fc.boolean(),
  ends: fc.constantFrom('release', 'release', 'release', 'release', 'delete', 'close'),
});

type Visit = typeof visit extends fc.Arbitrary<infer Value> ? Value : never;

interface Told {
  readonly byLock: readonly HistoryEvent[];
  readonly byCallers: readonly HistoryEvent[];
}

async function run(engine: Engine, visits: readonly Visit[]): Promise<Told> {
  const clock = new VirtualClock();
  const byLock: HistoryEvent[] = [];
  const byCallers: HistoryEvent[] = [];
  const recording = recordingEngine(
    engine,
    () => clock.now(),
    (event) => byLock.push(event),
  );
  const lock = new SharedLock('lock', { engine: recording, clock });
  const after = (ms: number): Promise<void> => new Promise((resolve) => clock.setTimeout(resolve, ms));
  const come = async ({ at, ends, ...wish }: Visit, index: number): Promise<void> => {
    await after(at);
    const owner = `owner${index}`;
    const { mode, priority, timeout, abortAfter, raise } = wish;
    const controller = new AbortController();
    if (abortAfter !== undefined) void after(abortAfter).then(() => controller.abort('changed its mind'));
    const tell = (event: object): unknown =>
      byCallers.push({ at: clock.now(), owner, lock: 'lock', ...event } as HistoryEvent);
    tell({ type: 'request', mode, priority, try: timeout === 0 });
    let hold: Hold;
    try {
      hold = await lock.acquire({ owner, mode, priority, timeout, signal: controller.signal, raise });
    } catch (reason) {
      tell({ type: 'refuse', reason: LockError.is(reason) ? reason.code : 'abort' });
      return;
    }
    tell({ type: 'grant', mode: hold.mode, token: hold.token });
    await after(wish.stays);
    if (wish.downgrades) {
      tell({ type: 'downgrade' });
      hold.downgrade();
      await after(wish.stays);
    }
    if (ends === 'close') {
      tell({ type: 'close' });
      lock.close();
    }
    if (ends === 'delete' && hold.mode === 'exclusive') {
      tell({ type: 'request', deletes: true });
      await lock.delete({ owner });
      tell({ type: 'remove' });
      return;
    }
    tell({ type: 'release', mode: hold.mode });
    hold.release();
  };
  const all = Promise.all(visits.map(come));
  await clock.settle();
  while (clock.nextAt !== undefined) await clock.advanceTo(clock.nextAt);
  await all;
  return { byLock, byCallers };
}

describe.each(engines)('random runs on the %s engine', (name, engine) => {
  test.prop([fc.array(visit, { maxLength: 12 })], { numRuns: name === 'xstate' ? 100 : 500 })(
    'are legal as the lock tells of them',
    async (visits) => {
      const { byLock } = await run(engine, visits);
      expect(problems(byLock, { ordered: true, prompt: true })).toEqual([]);
      expect(problems(byLock)).toEqual([]);
    },
  );

  const withoutRaise = visit.map((one) => ({ ...one, raise: undefined }));
  test.prop([fc.array(withoutRaise, { maxLength: 12 })], { numRuns: name === 'xstate' ? 100 : 500 })(
    'are legal as callers tell of them, who hear of it later',
    async (visits) => {
      const { byCallers } = await run(engine, visits);
      expect(problems(byCallers)).toEqual([]);
      expect(problems(byCallers, { ordered: true, ties: true })).toEqual([]);
    },
  );
});

/** Locks with a bug: what they are asked reaches their machine as something else. */
function engineThat(forgets: 'priority' | 'mode'): Engine {
  return {
    ...compiledEngine,
    send: (live, type, command, emit) => {
      if (type === 'lock.acquire' && forgets === 'priority') Object.assign(command, { priority: 0 });
      if (type === 'lock.acquire' && forgets === 'mode') Object.assign(command, { mode: 'shared' });
      compiledEngine.send(live, type, command, emit);
    },
  };
}

describe('a lock with a bug is found out:', () => {
  const wish = { timeout: undefined, abortAfter: undefined, raise: undefined, stays: 10, downgrades: false };
  const come = (at: number, priority: Visit['priority']): Visit => {
    return { ...wish, at, priority, mode: 'exclusive', ends: 'release' };
  };
  const visits = [come(0, 0), come(1, 1), come(2, -1)];

  test.each([
    ['priority', ['order 6 owner1'], ['order 6 owner1']],
    ['mode', ['mode 2 owner0'], ['exclusion 4 owner1']],
  ] as const)('it forgets the %s', async (forgets, asLocksTell, asCallersTell) => {
    const { byLock, byCallers } = await run(engineThat(forgets), visits);
    expect(problems(byLock, { ordered: true, prompt: true })).toEqual(asLocksTell);
    const told = byCallers.map(({ ...event }) =>
      event.type === 'grant' ? { ...event, mode: 'exclusive' } : event,
    );
    expect(problems(told as HistoryEvent[], { ordered: true, ties: true })).toEqual(asCallersTell);
  });
});
