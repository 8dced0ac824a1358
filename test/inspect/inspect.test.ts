/**
 * Watching locks, sets, managers and conditions: from the beginning or later, by several, and with observers
 * that behave badly.
 */
import { describe, expect, test, vi } from 'vitest';
import {
  Condition,
  LockManager,
  type LockOptions,
  LockSet,
  SharedLock,
  SingleNotifyCondition,
} from '../../src/index.ts';
import { type Inspect, type InspectionEvent, inspect } from '../../src/inspect.ts';
import { engines } from '../locks/engines.ts';
import { thrownBy, turn } from '../locks/kit.ts';
import { Recorder } from './streams.ts';

type Ref = { readonly id: string; readonly _parent?: Ref; getSnapshot(): { value: unknown; status: string } };

/** What happened, a line each. */
function notes() {
  const lines: string[] = [];
  const note: Inspect = (event) => lines.push(lineOf(event));
  return { note, taken: () => lines.splice(0) };
}

function lineOf(event: InspectionEvent): string {
  const { id, getSnapshot } = event.actorRef as unknown as Ref;
  switch (event.type) {
    case '@xstate.actor':
      return `${id} is ${JSON.stringify(getSnapshot.call(event.actorRef).value)}`;
    case '@xstate.event':
      return `${event.sourceRef ? `${idOf(event.sourceRef)} > ` : ''}${id}: ${event.event.type}`;
    case '@xstate.microstep':
      return `${id} - ${event._transitions.map(({ source }) => source.id).join()} -> ${stateOf(event.snapshot)}`;
    case '@xstate.action':
      return `${id} says ${(event.action.params as { event: { type: string } }).event.type}`;
    default:
      return `${id} = ${stateOf(event.snapshot)} ${event.snapshot.status}`;
  }
}

const idOf = (ref: unknown): string => (ref as Ref).id;
const stateOf = (snapshot: unknown): string => (snapshot as { value: string }).value;

describe.each(engines)('on the %s engine', (_name, engine) => {
  const made = (options: LockOptions = {}) => ({ engine, ...options });

  test('a hand-over reads as it goes', async () => {
    const { note, taken } = notes();
    const lock = new SharedLock('config', made({ inspect: note }));
    const ann = await lock.acquire({ owner: 'ann' });
    const bob = lock.acquire({ owner: 'bob', mode: 'shared' });
    taken();
    ann.release();
    expect(taken()).toEqual([
      'config: lock.release',
      'config says lock.released',
      'config says lock.granted',
      'config - sharedLock -> settling',
      'config - sharedLock.settling -> shared',
      'config = shared active',
    ]);
    (await bob).release();
  });

  test('a lock that lives is joined where it is, and left again', async () => {
    const lock = new SharedLock('config', made());
    const ann = await lock.acquire({ owner: 'ann' });
    const { note, taken } = notes();
    const subscription = inspect(lock, { next: note });
    expect(taken()).toEqual(['config is "exclusive"']);
    ann.release();
    expect(taken().at(-1)).toBe('config = free active');
    subscription.unsubscribe();
    subscription.unsubscribe();
    (await lock.acquire()).release();
    expect(taken()).toEqual([]);
    inspect(lock, note);
    expect(taken()).toEqual(['config is "free"']);
  });

  test('several watch one lock, and know it by one id', async () => {
    const first = new Recorder();
    const second = new Recorder();
    const ids = new Set<string>();
    const id: Inspect = (event) => ids.add(event.actorRef.sessionId);
    const lock = new SharedLock('config', made({ inspect: (event) => [first.inspect(event), id(event)] }));
    const subscriptions = [second.inspect, id, id].map((observer) => inspect(lock, observer));
    await lock.run('shared', () => {});
    expect(first.stream.slice(3)).toEqual(second.stream.slice(1));
    expect(ids.size).toBe(1);
    for (const subscription of subscriptions) subscription.unsubscribe();
    await lock.run('shared', () => {});
    expect(first.types.length).toBe(2 * (second.types.length - 1) + 3);
  });

  test('a set that lives is joined with all its machines, and those that come later', async () => {
    const nodes = new LockSet('node', ['n1', 'n2'], made());
    const hold = await nodes.acquire(['n1'], { owner: 'ann' });
    const waiting = nodes.acquire(['n1', 'n2'], { owner: 'bob' });
    const { note, taken } = notes();
    const subscription = inspect(nodes, note);
    expect(taken()).toEqual([
      'node is {}',
      'node/catalogue is "open"',
      'node/[lockset] is "free"',
      'node/n1 is "exclusive"',
      'node/n2 is "free"',
      'node/owner ann is "owning"',
      'node/owner bob is "acquiringMember"',
    ]);
    hold.release();
    (await waiting).release();
    const told = taken();
    expect(told).toContain('node/n1 > node/owner bob: lock.granted');
    expect(told).toContain('node/owner bob = idle stopped');
    await nodes.add('n3', { owner: 'cy' });
    expect(taken()).toContain('node/n3 is "free"');
    subscription.unsubscribe();
    await nodes.remove('n3', { owner: 'cy' });
    expect(taken()).toEqual([]);
    inspect(nodes, note);
    expect(taken()).toEqual([
      'node is {}',
      'node/catalogue is "open"',
      'node/[lockset] is "free"',
      'node/n1 is "free"',
      'node/n2 is "free"',
    ]);
  });

  test('a manager that lives is joined level by level, with its keyrings', async () => {
    const levels = [
      { name: 'first', members: ['a'] },
      { name: 'second', members: ['b'] },
    ] as const;
    const manager = new LockManager({ levels, ...made() });
    const job = manager.keyring('job');
    await job.acquire('first', 'a');
    const { note, taken } = notes();
    const subscription = inspect(manager, note);
    expect(taken()).toEqual([
      'manager is {}',
      'first/catalogue is "open"',
      'first/[lockset] is "free"',
      'first/a is "exclusive"',
      'first/owner job is "owning"',
      'second/catalogue is "open"',
      'second/[lockset] is "free"',
      'second/b is "free"',
      expect.stringMatching(/^keyring job is "\w+"$/),
    ]);
    await job.acquire('second', 'b', { mode: 'shared' });
    expect(taken()).toContain('keyring job > second/owner job: set.acquire');
    job.close();
    expect(taken().filter((line) => line.endsWith('stopped'))).toEqual([
      'second/owner job = idle stopped',
      'first/owner job = idle stopped',
      expect.stringMatching(/^keyring job = \w+ stopped$/),
    ]);
    subscription.unsubscribe();
    await manager.keyring('other').acquire('first', 'a');
    expect(taken()).toEqual([]);
  });

  test('conditions are told of by their option, and by the lock that they are made on', async () => {
    const { note, taken } = notes();
    const quiet = new SharedLock('quiet', made());
    const own = new SingleNotifyCondition(quiet, { inspect: note });
    await quiet.run('exclusive', (hold) => own.notifyAll({ hold }));
    expect(taken()).toEqual([
      'condition of quiet is "open"',
      'condition of quiet: xstate.init',
      'condition of quiet = open active',
      'condition of quiet: condition.notify',
      'condition of quiet - condition.open -> notified',
      'condition of quiet = notified active',
    ]);
    const lock = new SharedLock('config', made({ inspect: note }));
    const filled = new Condition(lock);
    taken();
    const waiting = lock.run('shared', (hold) => filled.wait({ hold }));
    await turn();
    await lock.run('exclusive', (hold) => filled.notifyAll({ hold }));
    await waiting;
    expect(taken().filter((line) => line.startsWith('condition of config'))).toEqual([
      'condition of config: condition.wait',
      'condition of config says condition.waiting',
      'condition of config - condition.open -> open',
      'condition of config = open active',
      'condition of config: condition.notify',
      'condition of config says condition.notified',
      'condition of config - condition.open -> open',
      'condition of config = open active',
    ]);
  });

  test('who uses another lock while being told hears of it in order, and disturbs nobody', async () => {
    const lines: string[] = [];
    const other = new SharedLock('other', made());
    const lock = new SharedLock('config', made());
    const watch: Inspect = (event) => {
      lines.push(lineOf(event));
      if (event.type === '@xstate.event' && event.event.type === 'lock.acquire')
        other.tryAcquire()?.release();
    };
    inspect(lock, watch);
    const hold = lock.tryAcquire({ owner: 'ann' });
    expect(lock.tryAcquire({ owner: 'bob' })).toBeUndefined();
    expect(String(lock)).toBe("SharedLock 'config' exclusive:ann");
    hold?.release();
    expect(String(other)).toBe("SharedLock 'other' free");
    expect(lines.filter((line) => line.startsWith('config:'))).toEqual([
      'config: lock.acquire',
      'config: lock.acquire',
      'config: lock.release',
    ]);
  });

  test('what an observer throws is an error of nobody, and hits no lock and no other observer', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    const { note, taken } = notes();
    const lock = new SharedLock('config', made());
    const bad = inspect(lock, () => {
      throw new Error('a bad observer');
    });
    inspect(lock, note);
    const hold = lock.tryAcquire({ owner: 'ann' });
    expect(hold?.isHeld).toBe(true);
    expect(taken().at(-1)).toBe('config = exclusive active');
    expect(vi.getTimerCount()).toBe(1 + 4);
    expect(() => vi.runAllTimers()).toThrow('a bad observer');
    vi.useRealTimers();
    bad.unsubscribe();
    hold?.release();
    expect(taken().at(-1)).toBe('config = free active');
  });

  test('an inspected machine is for looking only', () => {
    const refs: { send(): void; toJSON(): object }[] = [];
    new SharedLock('config', made({ inspect: ({ actorRef }) => refs.push(actorRef as never) }));
    expect(thrownBy(() => refs[0]?.send())).toMatchObject({
      code: 'invalid-argument',
      message: /looking only/,
    });
    expect(JSON.stringify(refs[0])).toBe('{"xstate$$type":1,"id":"config"}');
  });
});
