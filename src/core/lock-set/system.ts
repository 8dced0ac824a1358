/**
 * A lock set at work: a catalogue, a lock for the set and one for each member, and for each owner that is
 * about something a machine of its own, joined by a router. Effects of one are commands of the others;
 * nothing is decided here.
 */
import type { CatalogueEffect, LockId, Member } from '../catalogue/commands.ts';
import type { State as CatalogueState } from '../catalogue/compiled.ts';
import { membersOf } from '../catalogue/rules.ts';
import type { Router } from '../router.ts';
import type { LockEffect, RequestId } from '../shared-lock/commands.ts';
import type { State } from '../shared-lock/compiled.ts';
import type { LockContext } from '../shared-lock/context.ts';
import {
  type CatalogueOrder,
  type LockOrder,
  type LockSetCommand,
  type LockSetEffect,
  SET_LOCK,
  SET_LOCK_NAME,
  type SetAnswer,
} from './commands.ts';
import type { State as SetState } from './compiled.ts';
import { ownsAny, type SetContext } from './context.ts';
import type { SetMachines } from './machines.ts';
import { answerOf, byKey, type OwnerKey, type Recipients, ToCatalogue, ToLock, ToOwner } from './messages.ts';

export type { OwnerKey } from './messages.ts';

/** A whole set as plain JSON. */
export interface SystemState {
  readonly catalogue: CatalogueState;
  readonly locks: readonly { readonly lock: LockId; readonly state: State }[];
  readonly owners: readonly { readonly key: OwnerKey; readonly state: SetState }[];
}

/** What is told outside. */
export interface Listener {
  /** An operation of this owner is over. */
  answered(key: OwnerKey, answer: SetAnswer, from: object): void;
  /** The owner asks a lock, and may have to wait there. */
  asked(key: OwnerKey): void;
}

export interface SystemParts {
  readonly machines: SetMachines;
  readonly router: Router;
  readonly listener: Listener;
}

export class LockSetSystem implements Recipients {
  /** Whoever comes to watch puts itself between. */
  machines: SetMachines;
  readonly #name: string;
  readonly #router: Router;
  readonly #listener: Listener;
  #catalogue: object;
  readonly #locks = new Map<LockId, object>();
  readonly #owners = new Map<OwnerKey, object>();

  /** What is posted to the router is done when somebody runs it, as `perform` does. */
  constructor(
    name: string,
    { machines, router, listener }: SystemParts,
    from: readonly string[] | SystemState,
  ) {
    this.#name = name;
    this.machines = machines;
    this.#router = router;
    this.#listener = listener;
    if (!isState(from)) {
      this.#catalogue = machines.catalogue.start(undefined, () => this.idOf('catalogue'));
      this.#begin(SET_LOCK, SET_LOCK_NAME, 0);
      this.toCatalogue(null, { type: 'catalogue.add', names: from });
      return;
    }
    this.#catalogue = machines.catalogue.restore(from.catalogue, this.idOf('catalogue'));
    const names = new Map(this.members.map((member) => [member.lock, member.name]));
    for (const { lock, state } of from.locks)
      this.#locks.set(lock, machines.lock.restore(state, this.idOf(names.get(lock) ?? SET_LOCK_NAME)));
    for (const { key, state } of from.owners)
      this.#owners.set(key, machines.set.restore(state, this.idOf(`owner ${key}`)));
  }

  /** All of it, in canonical form. */
  encode(): SystemState {
    const { catalogue, lock, set } = this.machines;
    const locks = [...this.#locks].map(([id, live]) => ({ lock: id, state: lock.read(live) }));
    const owners = [...this.#owners].map(([key, live]) => ({ key, state: set.read(live) }));
    return {
      catalogue: catalogue.read(this.#catalogue),
      locks: locks.toSorted((one, other) => one.lock - other.lock),
      owners: owners.toSorted(byKey),
    };
  }

  /** One command of an owner, and all that follows from it. */
  perform(key: OwnerKey, command: LockSetCommand): void {
    this.post(key, command);
    this.#router.run();
  }

  /** The same, but it waits its turn; `from`: the live machine that gives the command. */
  post(key: OwnerKey, command: LockSetCommand, from?: object): void {
    this.#router.post(new ToOwner(this, key, command, from));
  }

  /** The machine of an owner that is about something, or has something. */
  machineOf(key: OwnerKey): object | undefined {
    return this.#owners.get(key);
  }

  /** What an owner has and is about; for reading only. */
  owned(key: OwnerKey): SetContext | undefined {
    const live = this.#owners.get(key);
    return live && this.machines.set.context(live);
  }

  /** The members, sorted by name. */
  get members(): readonly Member[] {
    return membersOf(this.machines.catalogue.context(this.#catalogue));
  }

  lockOf(name: string): LockId | undefined {
    return this.machines.catalogue.context(this.#catalogue).locks.get(name)?.lock;
  }

  /** The state of a lock, in canonical form. */
  readLock(lock: LockId): State | undefined {
    const live = this.#locks.get(lock);
    return live && this.machines.lock.read(live);
  }

  /** A lock in memory, for reading only; undefined once it has ended. */
  contextOf(lock: LockId): LockContext | undefined {
    const live = this.#locks.get(lock);
    return live && this.machines.lock.context(live);
  }

  idOf(part: string): string {
    return `${this.#name}/${part}`;
  }

  toOwner(key: OwnerKey, command: LockSetCommand, from?: object): void {
    const { set } = this.machines;
    let live = this.#owners.get(key);
    if (live === undefined) {
      // An answer to somebody who has gone: it had asked for something to be ended.
      if (!command.type.startsWith('set.')) return;
      const input = typeof key === 'string' ? { owner: key, alias: null } : { owner: null, alias: key };
      live = set.start(input, () => this.idOf(`owner ${key}`));
      this.#owners.set(key, live);
    }
    const self = live;
    set.send(self, command, (effect) => this.#fromOwner(key, self, effect), from);
    const context = set.context(self);
    if (context.operation !== null || ownsAny(context)) return;
    this.#owners.delete(key);
    set.stop(self);
  }

  #fromOwner(key: OwnerKey, from: object, effect: LockSetEffect): void {
    switch (effect.type) {
      case 'lock.acquire':
      case 'lock.delete':
        this.#listener.asked(key);
        this.#router.post(new ToLock(this, effect, from));
        return;
      case 'lock.release':
      case 'lock.downgrade':
      case 'lock.cancel':
      case 'lock.raise':
        this.#router.post(new ToLock(this, effect, from));
        return;
      case 'catalogue.resolve':
      case 'catalogue.list':
      case 'catalogue.add':
      case 'catalogue.remove':
        this.#router.post(new ToCatalogue(this, key, effect, from));
        return;
      default:
        this.#listener.answered(key, effect, from);
    }
  }

  toLock(command: LockOrder, from: object): void {
    const live = this.#locks.get(command.lock);
    if (live === undefined) this.#refuseDeleted(command);
    else {
      const tell = (effect: LockEffect): void => this.#fromLock(command.lock, live, effect);
      this.machines.lock.send(live, command, tell, from);
    }
  }

  /** A lock that is no longer there. */
  #refuseDeleted({ type, lock, owner, request }: LockOrder): void {
    if (type !== 'lock.acquire' && type !== 'lock.delete') return;
    const key = owner ?? request;
    const command = { type: 'lock.refused', lock, owner, request, reason: 'deleted' } as const;
    this.#router.post(new ToOwner(this, key, command, undefined));
  }

  #fromLock(lock: LockId, from: object, effect: LockEffect): void {
    const answer = answerOf(lock, effect);
    if (answer === null) return;
    const key = answer.owner ?? (answer.request as RequestId);
    this.#router.post(new ToOwner(this, key, answer, from));
  }

  toCatalogue(key: OwnerKey | null, command: CatalogueOrder, from?: object): void {
    const tell = (effect: CatalogueEffect): void => this.#fromCatalogue(key, effect);
    this.machines.catalogue.send(this.#catalogue, command, tell, from);
  }

  #fromCatalogue(key: OwnerKey | null, effect: CatalogueEffect): void {
    if (effect.type === 'catalogue.removed') {
      this.#end(effect.lock);
      return;
    }
    if (effect.type === 'catalogue.added') {
      for (const { name, lock } of effect.members) this.#begin(lock, name, effect.token);
    }
    if (key !== null) this.#router.post(new ToOwner(this, key, effect, this.#catalogue));
  }

  #begin(lock: LockId, name: string, token: number): void {
    const { lock: executor } = this.machines;
    this.#locks.set(
      lock,
      executor.start({ token }, () => this.idOf(name)),
    );
  }

  #end(lock: LockId): void {
    const live = this.#locks.get(lock);
    this.#locks.delete(lock);
    if (live !== undefined) this.machines.lock.stop(live);
  }
}

const isState = (from: readonly string[] | SystemState): from is SystemState => !Array.isArray(from);
