/**
 * The machines of a lock set or a lock manager, executed as ever and watched.
 */
import { idOf, type LockManagerSystem, type ManagerMachines } from '../core/level-order/system.ts';
import { SET_LOCK_NAME } from '../core/lock-set/commands.ts';
import type { Executor, SetMachines } from '../core/lock-set/machines.ts';
import type { LockSetSystem } from '../core/lock-set/system.ts';
import { tracers } from './machine-kinds.ts';
import type { State, Tracer } from './trace.ts';
import type { WatchedSystem } from './watched-system.ts';
import { type Watch, watches } from './watches.ts';

type Kind = keyof ManagerMachines;
type AnyExecutor = Executor<unknown, { readonly type: string }, object, unknown, State>;

export function watchedMachines<Machines extends SetMachines>(machines: Machines, watch: Watch): Machines {
  const watched = changed(machines, (executor, kind) =>
    watchedExecutor(executor, tracers[kind], watch.system),
  );
  watches.set(watched, watch);
  return watched;
}

function changed<Machines extends SetMachines>(
  machines: Machines,
  change: (executor: AnyExecutor, kind: Kind) => AnyExecutor,
): Machines {
  const entries = Object.entries(machines) as [Kind, AnyExecutor][];
  const executors = entries.map(([kind, executor]) => [kind, change(executor, kind)] as const);
  return Object.fromEntries(executors) as unknown as Machines;
}

function watchedExecutor(executor: AnyExecutor, tracer: Tracer, system: WatchedSystem): AnyExecutor {
  const begun = (live: object, id: string, input: unknown): object => {
    system.started(live, id, tracer, executor.read(live), input);
    return live;
  };
  return {
    start: (input, id) => begun(executor.start(input, id), id(), input),
    restore: (state, id) => begun(executor.restore(state, id), id, {}),
    send(live, command, tell, from) {
      const effects: object[] = [];
      executor.send(live, command, (effect) => effects.push(effect), from);
      system.sent(live, command, from, () => executor.read(live));
      for (const effect of effects) tell(effect);
    },
    stop(live) {
      executor.stop(live);
      system.stopped(live);
    },
    context: (live) => executor.context(live),
    read: (live) => executor.read(live),
  };
}

/** Enters whoever is in a set already, told to nobody; locks in the order in which they came. */
export function enterSet(set: LockSetSystem, watched: WatchedSystem): void {
  const { lives, state } = lookAt(set);
  const enter = enterInto(watched, lives);
  const names = new Map(set.members.map(({ lock, name }) => [lock, name]));
  enter('catalogue', state.catalogue, set.idOf('catalogue'));
  for (const { lock, state: at } of state.locks)
    enter('lock', at, set.idOf(names.get(lock) ?? SET_LOCK_NAME));
  for (const { key, state: at } of state.owners) enter('set', at, set.idOf(`owner ${key}`));
}

/** Enters the keyrings of a manager; its sets are systems of their own. */
export function enterKeyrings(manager: LockManagerSystem, watched: WatchedSystem): void {
  const { lives, state } = lookAt(manager);
  const enter = enterInto(watched, lives);
  for (const { key, state: at } of state.keyrings) enter('keyring', at, idOf(key));
}

type Lives = ReadonlyMap<object, object>;

const enterInto = (watched: WatchedSystem, lives: Lives) => (kind: Kind, state: State, id: string) => {
  const live = lives.get(state);
  if (live !== undefined) watched.enter(live, id, tracers[kind], state);
};

/** The system shows its states, and by whose state each of them is the live machines are known. */
function lookAt<Whole, System extends { machines: SetMachines; encode(): Whole }>(
  system: System & { encode(): Whole },
): { readonly lives: Lives; readonly state: Whole } {
  const { machines } = system;
  const lives = new Map<object, object>();
  const read = (executor: AnyExecutor) => (live: object) => {
    const state = executor.read(live);
    lives.set(state, live);
    return state;
  };
  system.machines = changed(machines, (executor) => ({ ...executor, read: read(executor) }));
  try {
    return { state: system.encode(), lives };
  } finally {
    system.machines = machines;
  }
}
