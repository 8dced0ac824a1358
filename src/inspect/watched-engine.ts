/**
 * Engines that execute machines as ever, and tell an audience of them.
 */
import { type ConditionMachine, compiledCondition } from '../core/condition/machine.ts';
import { compiledKeyring, type ManagerMachines } from '../core/level-order/system.ts';
import { compiledMachines } from '../core/lock-set/machines.ts';
import { commandOf } from '../core/shared-lock/canonical.ts';
import type { LockCommand } from '../core/shared-lock/commands.ts';
import { compiledEngine, type LockEngine } from '../locks/engine.ts';
import type { Inspect } from '../locks/inspection.ts';
import { Audience, observerOf } from './audience.ts';
import { tracers } from './machine-kinds.ts';
import { watchedMachines } from './watched-machines.ts';
import { WatchedSystem } from './watched-system.ts';
import { type Watch, watches } from './watches.ts';

const COMPILED: ManagerMachines = { ...compiledMachines, keyring: compiledKeyring };

/** For a lock, set, manager or condition that is watched from its beginning. */
export function inspectedEngine(given: LockEngine | undefined, inspect: Inspect): LockEngine {
  const audience = new Audience();
  audience.join(observerOf(inspect), []);
  return engineBefore(audience, given);
}

/** The same, for an audience that is there already. */
export function engineBefore(audience: Audience, given: LockEngine | undefined): LockEngine {
  const machines = given === undefined ? () => COMPILED : given.machines?.bind(given);
  const watch = { audience, system: new WatchedSystem(audience) };
  const engine: LockEngine = {
    ...watchedEngine(given ?? compiledEngine, watch),
    ...(machines && { machines: (name) => machinesFromStart(machines(name), name, audience) }),
  };
  watches.set(engine, watch);
  return engine;
}

function machinesFromStart(machines: ManagerMachines, name: string, audience: Audience): ManagerMachines {
  const watch = { audience, system: new WatchedSystem(audience, name) };
  watch.system.begin();
  return watchedMachines(machines, watch);
}

/** For single locks. */
export function watchedEngine(engine: LockEngine, watch: Watch): LockEngine {
  const { system, audience } = watch;
  const watched: LockEngine = {
    name: engine.name,
    Place: engine.Place,
    start(name) {
      const live = engine.start(name);
      system.started(live, name, tracers.lock, engine.read(live), undefined);
      return live;
    },
    send(live, type, command, emit) {
      // Before the machine changes a place that it is sent.
      const event: LockCommand = commandOf(type, command);
      const told: Parameters<typeof emit>[] = [];
      engine.send(live, type, command, (...said) => told.push(said));
      system.sent(live, event, undefined, () => engine.read(live));
      for (const said of told) emit(...said);
    },
    context: (live) => engine.context(live),
    read: (live) => engine.read(live),
    place: (live, request) => engine.place?.(live, request),
    condition: watchedCondition(engine.condition ?? compiledCondition, audience),
  };
  watches.set(watched, watch);
  return watched;
}

/** Each condition stands alone. */
function watchedCondition(machine: ConditionMachine, audience: Audience): ConditionMachine {
  const systems = new WeakMap<object, WatchedSystem>();
  return {
    start(input, id) {
      const live = machine.start(input, id);
      const system = new WatchedSystem(audience);
      systems.set(live, system);
      system.started(live, id(), tracers.condition, machine.read(live), input);
      return live;
    },
    send(live, command, tell) {
      const effects: Parameters<typeof tell>[0][] = [];
      machine.send(live, command, (effect) => effects.push(effect));
      systems.get(live)?.sent(live, command, undefined, () => machine.read(live));
      for (const effect of effects) tell(effect);
    },
    context: (live) => machine.context(live),
    read: (live) => machine.read(live),
  };
}
