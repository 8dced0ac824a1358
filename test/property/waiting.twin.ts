/**
 * What a lock set does that may wait, for its naive twin: each operation a process, written down from its
 * first order to its answer, that lets go until it hears something.
 */
import type { LockSetCommand, SetAnswer, SetRefusalReason } from '../../src/core/lock-set/commands.ts';
import type { LockCommand, LockEffect, Mode } from '../../src/core/shared-lock/commands.ts';
import { type Key, keyOf, NamedLocksTwin, SET_LOCK } from './named-locks.twin.ts';

export type Asked<Type extends LockSetCommand['type']> = Extract<LockSetCommand, { type: Type }>;

type Waiting = Asked<'set.acquire' | 'set.add' | 'set.names' | 'set.remove'>;

/** How an operation ends. */
export interface End {
  readonly type: SetAnswer['type'];
  readonly reason?: SetRefusalReason;
  readonly names: readonly string[];
}

/** Goes on when a lock has answered, or when a question had its turn. */
type Process<Result = End> = Generator<undefined, Result, LockEffect | undefined>;

export interface Operation {
  readonly key: Key;
  readonly request: number;
  priority: number;
  /** The lock where it waits. */
  at: number;
}

/** All that is still to be done, first come, first served. */
export class Line {
  readonly #turns: (() => void)[] = [];

  post(turn: () => void): void {
    this.#turns.push(turn);
  }

  run(): void {
    for (let turn = this.#turns.shift(); turn !== undefined; turn = this.#turns.shift()) turn();
  }
}

export class WaitingTwin {
  readonly locks: NamedLocksTwin;
  readonly #line: Line;
  readonly #ended: (operation: Operation, end: End) => void;
  #all: { readonly operation: Operation; readonly process: Process }[] = [];

  constructor(names: readonly string[], line: Line, ended: (operation: Operation, end: End) => void) {
    this.locks = new NamedLocksTwin(names);
    this.#line = line;
    this.#ended = ended;
  }

  get operations(): Operation[] {
    return this.#all.map(({ operation }) => operation);
  }

  /** Its end is told later, even where nothing has to be waited for. */
  begin(operation: Operation, command: Waiting): undefined {
    this.#all.push({ operation, process: this.#processOf(operation, command) });
    this.#goOn(operation.key, undefined);
    return undefined;
  }

  #processOf(operation: Operation, command: Waiting): Process {
    switch (command.type) {
      case 'set.acquire':
        return this.#acquire(operation, command);
      case 'set.add':
        return this.#add(operation, command);
      case 'set.names':
        return this.#names(operation);
      case 'set.remove':
        return this.#remove(operation, command);
    }
  }

  *#acquire(operation: Operation, { names, mode, opportunistic, try: isTry }: Asked<'set.acquire'>): Process {
    const { key } = operation;
    if (names === null) {
      const reason = yield* this.#take(operation, SET_LOCK, mode, isTry);
      if (reason !== null) return this.#giveBack(key, reason, '[lockset]');
    }
    const { found, missing } = yield* this.#inTurn(key, () => this.locks.lookUp(names));
    if (missing.length > 0 && !opportunistic) return refused('not-found', missing);
    for (const { name, lock } of found) {
      const reason = yield* this.#take(operation, lock, mode, isTry || opportunistic);
      const isSkipped = opportunistic || (names === null && reason === 'not-found');
      if (reason !== null && !isSkipped) return this.#giveBack(key, reason, name);
    }
    return { type: 'set.acquired', names: namesOf(this.locks.membersOf(key)) };
  }

  *#add(operation: Operation, { names, acquire }: Asked<'set.add'>): Process {
    const { key } = operation;
    const isBrief = this.locks.setLockOf(key) === undefined;
    const reason = isBrief ? yield* this.#take(operation, SET_LOCK, 'exclusive', false) : null;
    if (reason !== null) return notHad(reason, '[lockset]');
    const { added, duplicates } = yield* this.#inTurn(key, () => this.locks.add(names));
    if (acquire !== null) {
      // All at once, so that nobody who finds the new names comes first.
      for (const { lock } of added) this.#orderHold(operation, lock, acquire, false);
      for (const _lock of added) yield;
    }
    if (isBrief) this.orderAsHolder('lock.release', key, SET_LOCK);
    return duplicates.length > 0 ? refused('duplicate-add', duplicates) : { type: 'set.added', names };
  }

  *#names(operation: Operation): Process {
    const { key } = operation;
    const isBrief = this.locks.setLockOf(key) === undefined;
    const reason = isBrief ? yield* this.#take(operation, SET_LOCK, 'shared', false) : null;
    if (reason !== null) return refused(reason);
    const { found } = yield* this.#inTurn(key, () => this.locks.lookUp(null));
    if (isBrief) this.orderAsHolder('lock.release', key, SET_LOCK);
    return { type: 'set.names', names: namesOf(found) };
  }

  *#remove(operation: Operation, { names }: Asked<'set.remove'>): Process {
    const removed: string[] = [];
    for (const name of names) {
      const { found } = yield* this.#inTurn(operation.key, () => this.locks.lookUp([name]));
      for (const { lock } of found) {
        operation.at = lock;
        const { priority } = operation;
        this.order(lock, { type: 'lock.delete', ...who(operation), priority, try: false });
        const reason = refusalIn(yield);
        if (reason === 'not-found') continue;
        if (reason !== null) return refused(reason, removed);
        this.orderEnd(lock);
        removed.push(name);
      }
    }
    return { type: 'set.removed', names: removed };
  }

  /** Waits for a lock; gives the reason when it is not to be had. */
  *#take(operation: Operation, lock: number, mode: Mode, isTry: boolean): Process<SetRefusalReason | null> {
    operation.at = lock;
    this.#orderHold(operation, lock, mode, isTry);
    return refusalIn(yield);
  }

  /** What is asked of the catalogue waits its turn, and so does the answer. */
  *#inTurn<Found>(key: Key, look: () => Found): Process<Found> {
    const found: Found[] = [];
    this.#line.post(() => {
      found.push(look());
      this.#line.post(() => this.#goOn(key, undefined));
    });
    yield;
    return found[0] as Found;
  }

  /** The members in order of their names, and then the set lock; says at which lock it failed. */
  #giveBack(key: Key, reason: SetRefusalReason, at: string): End {
    for (const { lock } of this.locks.membersOf(key)) this.orderAsHolder('lock.release', key, lock);
    if (this.locks.setLockOf(key) !== undefined) this.orderAsHolder('lock.release', key, SET_LOCK);
    return notHad(reason, at);
  }

  #orderHold(operation: Operation, lock: number, mode: Mode, isTry: boolean): void {
    const { priority } = operation;
    this.order(lock, { type: 'lock.acquire', ...who(operation), mode, priority, try: isTry });
  }

  orderAsHolder(type: 'lock.release' | 'lock.downgrade', key: Key, lock: number): void {
    this.order(lock, typeof key === 'string' ? { type, owner: key } : { type, owner: null, request: key });
  }

  /** The lock is of no more use to anybody. */
  orderEnd(lock: number): void {
    this.#line.post(() => this.locks.drop(lock));
  }

  /** What the lock says to it is heard when its turn has come. */
  order(lock: number, command: Exclude<LockCommand, { type: 'lock.close' }>): void {
    this.#line.post(() => {
      for (const effect of this.locks.apply(lock, command)) {
        this.#line.post(() => this.#goOn(keyOf(effect), effect));
      }
    });
  }

  #goOn(key: Key, heard: LockEffect | undefined): void {
    const one = this.#all.find(({ operation }) => operation.key === key);
    // Whoever removed its own member needs no answer of that lock.
    if (one === undefined) return;
    const { done, value } = one.process.next(heard);
    if (done !== true) return;
    this.#all = this.#all.filter((other) => other !== one);
    this.#ended(one.operation, value);
  }
}

export const refused = (reason: SetRefusalReason, names: readonly string[] = []): End => ({
  type: 'set.refused',
  reason,
  names,
});

/** Says which lock was not to be had, unless it was given up for another reason. */
const notHad = (reason: SetRefusalReason, at: string): End => refused(reason, reason === 'abort' ? [] : [at]);

export const namesOf = (members: readonly { readonly name: string }[]): string[] =>
  members.map(({ name }) => name);

/** As a lock knows the owner: an anonymous one by its number. */
export const who = ({ key, request }: { readonly key: Key; readonly request: number }) =>
  typeof key === 'string' ? { owner: key, request } : { owner: null, request: key };

/** A lock that was deleted is a member that is not there. */
function refusalIn(heard: LockEffect | undefined): SetRefusalReason | null {
  if (heard?.type !== 'lock.refused') return null;
  return heard.reason === 'deleted' ? 'not-found' : (heard.reason as SetRefusalReason);
}
