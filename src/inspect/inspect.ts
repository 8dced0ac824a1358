/**
 * Watching what lives already.
 */
import type { LockManagerSystem, ManagerMachines } from '../core/level-order/system.ts';
import type { LockSetSystem } from '../core/lock-set/system.ts';
import type { LockEngine } from '../locks/engine.ts';
import { misuse } from '../locks/errors.ts';
import { inside } from '../locks/for-conditions.ts';
import type { LevelDefinition } from '../locks/ganeti.ts';
import type { Inspect } from '../locks/inspection.ts';
import { LockManager } from '../locks/lock-manager.ts';
import { LockSet } from '../locks/lock-set.ts';
import { SharedLock } from '../locks/shared-lock.ts';
import { Audience, observerOf } from './audience.ts';
import { tracers } from './machine-kinds.ts';
import { watchedEngine } from './watched-engine.ts';
import { enterKeyrings, enterSet, watchedMachines } from './watched-machines.ts';
import { WatchedSystem } from './watched-system.ts';
import { type Watch, watches } from './watches.ts';

/** As XState's subscriptions. */
export interface Subscription {
  /** Nothing more is told; what nobody watches any more costs what it did before. */
  unsubscribe(): void;
}

/**
 * Tells of a lock, set or manager that is there already: begins with an `@xstate.actor` of every machine that
 * lives, and goes on with all that happens, as the option `inspect` does, in every machine that is made later
 * too. The conditions of a lock are told of when they are made later.
 *
 * The machines have session ids that last until nobody watches them any more. Nothing is told of what the
 * observer does to them while it is told of something, before it has been told of that.
 *
 * @returns a subscription; `unsubscribe` ends it.
 * @throws {LockUsageError} `invalid-argument` when there is nothing to inspect, or nobody to tell.
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 * import { inspect } from 'lockchart/inspect';
 *
 * const lock = new SharedLock('config');
 * const hold = await lock.acquire();
 * const seen: string[] = [];
 * const subscription = inspect(lock, (event) => {
 *   if (event.type === '@xstate.event') seen.push(event.event.type);
 * });
 * hold.release();
 * subscription.unsubscribe();
 * console.log(seen); // [ 'lock.release' ]
 * ```
 */
export function inspect(
  subject: SharedLock | LockSet | LockManager<readonly LevelDefinition[]>,
  observer: Inspect,
): Subscription {
  const told = observerOf(observer);
  const watch = watchOf(subject);
  const leave = watch.audience.join(told, watch.system.refs);
  return {
    unsubscribe() {
      leave();
      if (watch.audience.isEmpty) watch.end?.();
    },
  };
}

function watchOf(subject: Parameters<typeof inspect>[0]): Watch {
  if (subject instanceof SharedLock) return watches.get(subject[inside].engine) ?? watchLock(subject);
  if (!(subject instanceof LockSet || subject instanceof LockManager)) {
    throw misuse('inspect takes a SharedLock, a LockSet or a LockManager, and a function or an observer.');
  }
  const known = watches.get(subject[inside].machines);
  if (known !== undefined) return known;
  if (subject instanceof LockSet) return watchTogether(subject.name, [subject[inside]]);
  const manager = subject[inside];
  const sets = subject.snapshot().levels.flatMap(({ level }) => manager.set(level) ?? []);
  return watchTogether('manager', sets, manager);
}

function watchLock(lock: SharedLock): Watch {
  const { engine, machine } = lock[inside];
  const execute = (by: LockEngine): void => {
    lock[inside] = { ...lock[inside], engine: by };
  };
  const audience = new Audience();
  const watch = { audience, system: new WatchedSystem(audience), end: () => execute(engine) };
  watch.system.enter(machine, lock.name, tracers.lock, engine.read(machine));
  execute(watchedEngine(engine, watch));
  return watch;
}

/** The machines of a set, or of a manager and its sets. */
function watchTogether(name: string, sets: readonly LockSetSystem[], manager?: LockManagerSystem): Watch {
  const systems = manager === undefined ? sets : [...sets, manager];
  // Of a set alone there are no keyrings, and nobody misses their executor.
  const machines = (manager ?? sets[0])?.machines as ManagerMachines;
  const execute = (by: ManagerMachines): void => {
    for (const system of systems) system.machines = by;
  };
  const audience = new Audience();
  const watch = { audience, system: new WatchedSystem(audience, name), end: () => execute(machines) };
  for (const set of sets) enterSet(set, watch.system);
  if (manager !== undefined) enterKeyrings(manager, watch.system);
  execute(watchedMachines(machines, watch));
  return watch;
}
