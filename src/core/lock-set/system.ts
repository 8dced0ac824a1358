/**
 * A lock set at work: a catalogue, a lock for the set and one for each member, and for each owner that is
 * about something a machine of its own, joined by a router. Effects of one are commands of the others;
 * nothing is decided here.
 */

import type { CatalogueEffect, LockId, Member } from '../catalogue/commands.ts';
import type { State as CatalogueState } from '../catalogue/compiled.ts';
import { membersOf } from '../catalogue/rules.ts';
import { Router } from '../router.ts';
import type { DoneEffect, LockEffect, OwnerId, RequestId } from '../shared-lock/commands.ts';
import type { State } from '../shared-lock/compiled.ts';
import {
  type CatalogueOrder,
  type LockOrder,
  type LockSetCommand,
  type LockSetEffect,
  SET_LOCK,
  type SetAnswer,
} from './commands.ts';
import type { State as SetState } from './compiled.ts';
import { ownsAny, type SetContext } from './context.ts';
import type { SetMachines } from './machines.ts';

/** An owner by name, an anonymous one by the request that it came with. */
export type OwnerKey = OwnerId | RequestId;

type Message =
  | { readonly to: 'owner'; readonly key: OwnerKey; readonly command: LockSetCommand }
  | { readonly to: 'lock'; readonly command: LockOrder }
  | { readonly to: 'catalogue'; readonly key: OwnerKey; readonly command: CatalogueOrder };

/** A whole set as plain JSON. */
export interface SystemState {
  readonly catalogue: CatalogueState;
  readonly locks: readonly { readonly lock: LockId; readonly state: State }[];
  readonly owners: readonly { readonly key: OwnerKey; readonly state: SetState }[];
}

/** What is told outside. */
export interface Listener {
  /** An operation of this owner is over. */
  answered(key: OwnerKey, answer: SetAnswer): void;
  /** The owner asks a lock, and may have to wait there. */
  asked(key: OwnerKey): void;
}

export class LockSetSystem {
  readonly #machines: SetMachines;
  readonly #listener: Listener;
  readonly #router = new Router<Message>();
  #catalogue: object;
  readonly #locks = new Map<LockId, object>();
  readonly #owners = new Map<OwnerKey, object>();

  constructor(machines: SetMachines, names: readonly string[], listener: Listener) {
    this.#machines = machines;
    this.#listener = listener;
    this.#catalogue = machines.catalogue.start(undefined);
    this.#locks.set(SET_LOCK, machines.lock.start({ token: 0 }));
    this.#toCatalogue(null, { type: 'catalogue.add', names });
  }

  /** The other way round of `encode`. */
  static restore(
    machines: SetMachines,
    { catalogue, locks, owners }: SystemState,
    listener: Listener,
  ): LockSetSystem {
    const system = new LockSetSystem(machines, [], listener);
    system.#catalogue = machines.catalogue.restore(catalogue);
    for (const { lock, state } of locks) system.#locks.set(lock, machines.lock.restore(state));
    for (const { key, state } of owners) system.#owners.set(key, machines.set.restore(state));
    return system;
  }

  /** All of it, in canonical form. */
  encode(): SystemState {
    const { catalogue, lock, set } = this.#machines;
    const locks = [...this.#locks].map(([id, live]) => ({ lock: id, state: lock.read(live) }));
    const owners = [...this.#owners].map(([key, live]) => ({ key, state: set.read(live) }));
    return {
      catalogue: catalogue.read(this.#catalogue),
      locks: locks.toSorted((one, other) => one.lock - other.lock),
      owners: owners.toSorted((one, other) => (String(one.key) < String(other.key) ? -1 : 1)),
    };
  }

  /** One command of an owner, and all that follows from it. */
  perform(key: OwnerKey, command: LockSetCommand): void {
    this.#router.post({ to: 'owner', key, command });
    this.#router.run((message) => this.#deliver(message));
  }

  /** The machine of an owner that is about something, or has something. */
  machineOf(key: OwnerKey): object | undefined {
    return this.#owners.get(key);
  }

  /** What an owner has and is about; for reading only. */
  owned(key: OwnerKey): SetContext | undefined {
    const live = this.#owners.get(key);
    return live && this.#machines.set.context(live);
  }

  /** The members, sorted by name. */
  get members(): readonly Member[] {
    return membersOf(this.#machines.catalogue.context(this.#catalogue));
  }

  hasMember(name: string): boolean {
    return this.#machines.catalogue.context(this.#catalogue).locks.has(name);
  }

  /** The state of a lock, in canonical form. */
  readLock(lock: LockId): State | undefined {
    const live = this.#locks.get(lock);
    return live && this.#machines.lock.read(live);
  }

  #deliver(message: Message): void {
    if (message.to === 'owner') this.#toOwner(message.key, message.command);
    else if (message.to === 'lock') this.#toLock(message.command);
    else this.#toCatalogue(message.key, message.command);
  }

  #toOwner(key: OwnerKey, command: LockSetCommand): void {
    const { set } = this.#machines;
    let live = this.#owners.get(key);
    if (live === undefined) {
      // An answer to somebody who has gone: it had asked for something to be ended.
      if (!command.type.startsWith('set.')) return;
      live = set.start(typeof key === 'string' ? { owner: key, alias: null } : { owner: null, alias: key });
      this.#owners.set(key, live);
    }
    set.send(live, command, (effect) => this.#fromOwner(key, effect));
    const context = set.context(live);
    if (context.operation === null && !ownsAny(context)) this.#owners.delete(key);
  }

  #fromOwner(key: OwnerKey, effect: LockSetEffect): void {
    if (isAnswer(effect)) this.#listener.answered(key, effect);
    else if (isForCatalogue(effect)) this.#router.post({ to: 'catalogue', key, command: effect });
    else {
      if (effect.type === 'lock.acquire' || effect.type === 'lock.delete') this.#listener.asked(key);
      this.#router.post({ to: 'lock', command: effect });
    }
  }

  #toLock(command: LockOrder): void {
    const live = this.#locks.get(command.lock);
    if (live === undefined) this.#refuseDeleted(command);
    else this.#machines.lock.send(live, command, (effect) => this.#fromLock(command.lock, effect));
  }

  /** A lock that is no longer there. */
  #refuseDeleted({ type, lock, owner, request }: LockOrder): void {
    if (type !== 'lock.acquire' && type !== 'lock.delete') return;
    const key = owner ?? request;
    this.#router.post({
      to: 'owner',
      key,
      command: { type: 'lock.refused', lock, owner, request, reason: 'deleted' },
    });
  }

  #fromLock(lock: LockId, effect: LockEffect): void {
    if (isExpected(effect)) return;
    const key = effect.owner ?? (effect.request as RequestId);
    this.#router.post({ to: 'owner', key, command: { ...effect, lock } });
  }

  #toCatalogue(key: OwnerKey | null, command: CatalogueOrder): void {
    this.#machines.catalogue.send(this.#catalogue, command, (effect) => this.#fromCatalogue(key, effect));
  }

  #fromCatalogue(key: OwnerKey | null, effect: CatalogueEffect): void {
    if (effect.type === 'catalogue.removed') {
      this.#locks.delete(effect.lock);
      return;
    }
    if (effect.type === 'catalogue.added') {
      for (const { lock } of effect.members) this.#locks.set(lock, this.#machines.lock.start(effect));
    }
    if (key !== null) this.#router.post({ to: 'owner', key, command: effect });
  }
}

/** What an owner has ordered and noted already. */
const isExpected = (effect: LockEffect): effect is DoneEffect =>
  effect.type === 'lock.released' || effect.type === 'lock.downgraded';

const isAnswer = (effect: LockSetEffect): effect is SetAnswer => effect.type.startsWith('set.');

const isForCatalogue = (effect: LockSetEffect): effect is CatalogueOrder =>
  effect.type.startsWith('catalogue.');

export interface SystemCommand {
  readonly key: OwnerKey;
  readonly command: LockSetCommand;
}

export interface SystemAnswer {
  readonly key: OwnerKey;
  readonly answer: SetAnswer;
}

/** The whole set as a function: what it is given stays as it was. */
export function systemStep(machines: SetMachines) {
  return (state: SystemState, { key, command }: SystemCommand): [SystemState, SystemAnswer[]] => {
    const answers: SystemAnswer[] = [];
    const listener = {
      answered: (whose: OwnerKey, answer: SetAnswer) => answers.push({ key: whose, answer }),
      asked: () => {},
    };
    const system = LockSetSystem.restore(machines, state, listener);
    system.perform(key, command);
    return [system.encode(), answers];
  };
}
