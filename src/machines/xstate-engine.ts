/**
 * XState's own interpreter as the engine of a live lock: the machine of models/, run as an actor.
 *
 * XState keeps plain JSON, so this engine keeps the requests of the shell beside the actor, by id, and shows
 * them what the machine's effects say of them.
 */
import { type Actor, createActor } from 'xstate';
import { readSharedLock, sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { commandOf, isLikePlace } from '../core/shared-lock/canonical.ts';
import type {
  Identity,
  LockCommand,
  LockEffect,
  RaiseCommand,
  RefusalReason,
  RequestId,
} from '../core/shared-lock/commands.ts';
import { Place } from '../core/shared-lock/place.ts';
import type { Emit } from '../core/shared-lock/rules.ts';
import type { LockEngine } from '../locks/engine.ts';
import type { Inspect } from './actors.ts';
import { xstateCondition } from './xstate-condition.ts';
import { xstateMachines } from './xstate-machines.ts';

interface LiveActor {
  readonly actor: Actor<typeof sharedLockMachine>;
  readonly places: Map<RequestId, Place>;
  effects: LockEffect[];
}

/**
 * Runs locks on XState instead of the compiled machine: slower by a factor of a hundred and more, the same in
 * behaviour, and visible to whatever inspects XState.
 *
 * @example
 * ```ts
 * import { SharedLock } from 'lockchart';
 * import { xstateEngine } from 'lockchart/machines';
 *
 * const lock = new SharedLock('config', { engine: xstateEngine });
 * using hold = await lock.acquire();
 * console.log(hold.mode);
 * ```
 */
export const xstateEngine: LockEngine = createXstateEngine();

export interface XstateEngineOptions {
  /** Sees all that happens in every lock on this engine; as the option of XState's `createActor`. */
  readonly inspect?: Inspect;
}

/**
 * The same engine, watched: each lock is an actor; all the machines of a set or of a manager are actors of
 * one system that send each other events, so that an acquisition can be read as a sequence.
 *
 * @example
 * ```ts
 * import { LockSet } from 'lockchart';
 * import { createXstateEngine } from 'lockchart/machines';
 * import type { AnyActorRef } from 'xstate';
 *
 * const told: string[] = [];
 * const engine = createXstateEngine({
 *   inspect: (event) => {
 *     if (event.type !== '@xstate.event') return;
 *     const { id } = event.actorRef as AnyActorRef;
 *     told.push(`${event.event.type} to ${id}`);
 *   },
 * });
 * using hold = await new LockSet('node', ['node1'], { engine }).acquire('node1', { owner: 'ann' });
 * console.log(told.includes('lock.acquire to node/node1')); // true
 * ```
 */
export function createXstateEngine({ inspect }: XstateEngineOptions = {}): LockEngine {
  return {
    name: 'xstate',
    Place,
    machines: (name) => xstateMachines(name, inspect),
    condition: xstateCondition(inspect),
    place: (live, request) => (live as LiveActor).places.get(request),
    start: (name) => startActor(name, inspect),
    send: (live, type, command, emit) => send(live as LiveActor, type, command, emit),
    context: (live) => readSharedLock((live as LiveActor).actor.getSnapshot().context),
    read: (live) => {
      const { value, context } = (live as LiveActor).actor.getSnapshot();
      return { value, context };
    },
  };
}

function startActor(id: string, inspect: Inspect | undefined): LiveActor {
  const actor = createActor(sharedLockMachine, { id, ...(inspect === undefined ? {} : { inspect }) });
  const live: LiveActor = { actor, places: new Map(), effects: [] };
  live.actor.on('*', (effect) => live.effects.push(effect));
  live.actor.start();
  return live;
}

function send(live: LiveActor, type: LockCommand['type'], command: object, emit: Emit): void {
  if (isLikePlace(command) && asks(type)) {
    live.places.set(command.request, command);
    command.standing = 'waiter';
  }
  live.actor.send(commandOf(type, command));
  const { effects } = live;
  live.effects = [];
  for (const effect of effects) tell(live, effect, command as Identity, emit);
}

const asks = (type: LockCommand['type']): boolean => type === 'lock.acquire' || type === 'lock.delete';

/** Shows the effect to the request that it is about, which may be the command itself. */
function tell({ places }: LiveActor, effect: LockEffect, command: Identity, emit: Emit): void {
  const place = effect.request === null ? undefined : places.get(effect.request);
  // A holder waits for no answer: it is the command that was refused.
  const isOfCommand =
    place === undefined ||
    (effect.type === 'lock.refused' && (place.standing === 'holder' || effect.reason === 'not-more-urgent'));
  if (!isOfCommand) show(place, effect, command, places);
  emit(effect.type, isOfCommand ? command : place, detailOf(effect));
}

function detailOf(effect: LockEffect): RefusalReason | number | undefined {
  if (effect.type === 'lock.refused') return effect.reason;
  return effect.type === 'lock.deleted' ? effect.token : undefined;
}

function show(place: Place, effect: LockEffect, command: object, places: Map<RequestId, Place>): void {
  if (effect.type === 'lock.granted') {
    place.standing = 'holder';
    place.mode = effect.mode;
    place.token = effect.token;
  } else if (effect.type === 'lock.downgraded') {
    place.mode = 'shared';
  } else if (effect.type === 'lock.raised') {
    place.priority = (command as RaiseCommand).priority;
  } else {
    place.standing = 'none';
    places.delete(place.request);
  }
}
