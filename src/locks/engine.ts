/**
 * What executes the machine of a lock: the compiled machine, or whatever is handed in instead of it.
 */
import type { ConditionMachine } from '../core/condition/machine.ts';
import type { ManagerMachines } from '../core/level-order/system.ts';
import type { LockCommand, RequestId } from '../core/shared-lock/commands.ts';
import * as compiled from '../core/shared-lock/compiled.ts';
import { Place } from '../core/shared-lock/place.ts';
import type { Emit, LockContext } from '../core/shared-lock/rules.ts';

/**
 * Executes the machines of locks. The default is the compiled machine; `xstateEngine` from
 * `lockchart/machines` is XState's own interpreter. What an engine has besides its name is for the locks of
 * the same copy of this package.
 */
export interface LockEngine {
  readonly name: string;
  /**
   * The class of the requests that it knows.
   *
   * @internal
   */
  readonly Place: typeof Place;
  /**
   * A new machine in its initial state; the name is for people who watch it.
   *
   * @internal
   */
  start(name: string): LiveMachine;
  /**
   * Applies one command, and then tells what happened through `emit`. A request that comes as a `Place` is
   * the place in the lock from then on.
   *
   * @internal
   */
  send<Type extends LockCommand['type']>(
    live: LiveMachine,
    type: Type,
    command: compiled.Body<Type>,
    emit: Emit,
  ): void;
  /**
   * The lock in memory, for reading only.
   *
   * @internal
   */
  context(live: LiveMachine): LockContext;
  /**
   * A copy of the state, in canonical form.
   *
   * @internal
   */
  read(live: LiveMachine): compiled.State;
  /**
   * The machines of a lock set or a lock manager of this name; an engine without it executes single locks
   * only.
   *
   * @internal
   */
  machines?(name: string): ManagerMachines;
  /**
   * Executes the machines of conditions; an engine without it leaves them to the compiled machine.
   *
   * @internal
   */
  readonly condition?: ConditionMachine | undefined;
  /**
   * The place that was sent as this request, for an engine whose lock in memory is not made of the places
   * that were sent.
   *
   * @internal
   */
  place?(live: LiveMachine, request: RequestId): Place | undefined;
}

/** A machine as its engine keeps it. */
export type LiveMachine = object;

export const compiledEngine: LockEngine = {
  name: 'compiled',
  Place,
  start: () => compiled.start(undefined),
  send: compiled.send as LockEngine['send'],
  context: (live) => live as compiled.Live,
  read: (live) => compiled.encode(live as compiled.Live),
};

// What nearly every use is made of takes a short way, which V8 can make one piece with whoever calls it.

export function sendAcquire(engine: LockEngine, live: LiveMachine, place: Place, emit: Emit): void {
  if (engine === compiledEngine) compiled.onLockAcquire(live as compiled.Live, place, emit);
  else engine.send(live, 'lock.acquire', place, emit);
}

export function sendRelease(engine: LockEngine, live: LiveMachine, place: Place, emit: Emit): void {
  if (engine === compiledEngine) compiled.onLockRelease(live as compiled.Live, place, emit);
  else engine.send(live, 'lock.release', place, emit);
}
