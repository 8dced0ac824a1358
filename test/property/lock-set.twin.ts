/**
 * A lock set again, written to be plainly right and nothing else: from DESIGN-level prose, with no rule
 * imported. It exists to disagree with the machines.
 *
 * There is no machine in it: what may wait is a process (./waiting.twin.ts), and nobody keeps books: who owns
 * what is asked of the locks each time.
 */
import type { LockSetCommand, SetAnswer } from '../../src/core/lock-set/commands.ts';
import { type Key, SET_LOCK } from './named-locks.twin.ts';
import {
  type Asked,
  type End,
  type Line,
  namesOf,
  type Operation,
  refused,
  WaitingTwin,
  who,
} from './waiting.twin.ts';

export class SetTwin {
  readonly #line: Line;
  readonly #waiting: WaitingTwin;
  readonly #answer: ({ key, request }: Operation, end: End) => void;

  constructor(names: readonly string[], line: Line, answered: (key: Key, answer: SetAnswer) => void) {
    this.#line = line;
    this.#answer = ({ key, request }, { type, ...rest }) =>
      answered(key, { type, request, ...rest } as SetAnswer);
    this.#waiting = new WaitingTwin(names, line, this.#answer);
  }

  get state() {
    const { locks, operations } = this.#waiting;
    const keys = new Set([...locks.holders, ...operations.map(({ key }) => key)]);
    const sorted = [...keys].toSorted((one, other) => (String(one) < String(other) ? -1 : 1));
    return {
      members: locks.lookUp(null).found,
      locks: locks.state,
      owners: sorted.map((key) => ({
        key,
        setLock: locks.setLockOf(key) ?? null,
        members: locks.membersOf(key),
        waits: operations.find((operation) => operation.key === key) ?? null,
      })),
    };
  }

  /** What an owner has, and which request of it is under way. */
  standing(key: Key) {
    const { locks } = this.#waiting;
    const held = namesOf(locks.membersOf(key));
    const holdsSetLock = locks.setLockOf(key) !== undefined;
    return {
      held,
      holdsSetLock,
      ownsAny: holdsSetLock || held.length > 0,
      waits: this.#operationOf(key)?.request,
    };
  }

  /** Begins when its turn has come. */
  post(key: Key, command: LockSetCommand & { readonly request: number }): void {
    const { request } = command;
    const priority = command.type === 'set.acquire' ? command.priority : 0;
    this.#line.post(() => {
      const operation = { key, request, priority, at: SET_LOCK };
      const end = this.#perform(operation, command);
      if (end !== undefined) this.#answer(operation, end);
    });
  }

  /** Gives no end when there is none yet. */
  #perform(operation: Operation, command: LockSetCommand): End | undefined {
    const { key } = operation;
    if (command.type === 'set.cancel') return this.#cancel(key, command);
    if (command.type === 'set.raise') return this.#raise(key, command);
    const { locks } = this.#waiting;
    const { ownsAny, waits } = this.standing(key);
    const isBusy = waits !== undefined;
    if (command.type === 'set.acquire') {
      if (isBusy || ownsAny) return refused('set-double-acquire');
      const { opportunistic, names, limited } = command;
      if (opportunistic && names !== null && limited) return refused('opportunistic-timeout');
      return this.#waiting.begin(operation, command);
    }
    if (isBusy) return refused('set-busy');
    switch (command.type) {
      case 'set.release':
        return ownsAny ? this.#release(key, command) : refused('set-release-unowned');
      case 'set.downgrade':
        return ownsAny ? this.#downgrade(key, command) : refused('set-downgrade-unowned');
      case 'set.add':
        if (ownsAny && locks.setLockOf(key)?.mode !== 'exclusive') return refused('add-partially-owned');
        return this.#waiting.begin(operation, command);
      case 'set.remove':
        return ownsAny ? this.#removeOwn(key, command) : this.#waiting.begin(operation, command);
      case 'set.names':
        return this.#waiting.begin(operation, command);
      default:
        throw new Error(`nobody says '${command.type}' to a set`);
    }
  }

  #release(key: Key, { names }: Asked<'set.release'>): End {
    const held = this.#waiting.locks.membersOf(key);
    if (names?.some((name) => !namesOf(held).includes(name))) return refused('release-unheld');
    const chosen = held.filter(({ name }) => names === null || names.includes(name));
    if (this.standing(key).holdsSetLock) this.#waiting.orderAsHolder('lock.release', key, SET_LOCK);
    for (const { lock } of chosen) this.#waiting.orderAsHolder('lock.release', key, lock);
    return { type: 'set.released', names: namesOf(chosen) };
  }

  #downgrade(key: Key, { names }: Asked<'set.downgrade'>): End {
    const held = this.#waiting.locks.membersOf(key);
    if (names?.some((name) => !namesOf(held).includes(name))) return refused('downgrade-unheld');
    const chosen = held.filter(({ name }) => names === null || names.includes(name));
    const others = held.filter((one) => !chosen.includes(one));
    const locks = chosen.map(({ lock }) => lock);
    if (this.standing(key).holdsSetLock && others.every(({ mode }) => mode === 'shared'))
      locks.push(SET_LOCK);
    for (const lock of locks) this.#waiting.orderAsHolder('lock.downgrade', key, lock);
    return { type: 'set.downgraded', names: namesOf(chosen) };
  }

  #removeOwn(key: Key, { names, request }: Asked<'set.remove'>): End {
    let held = this.#waiting.locks.membersOf(key);
    if (names.some((name) => !namesOf(held).includes(name))) return refused('remove-not-all-owned');
    const removed: string[] = [];
    for (const name of names) {
      const own = held.find((one) => one.name === name);
      if (own?.mode === 'shared') return refused('delete-while-sharing', removed);
      if (own === undefined && (held.length > 0 || this.standing(key).holdsSetLock))
        return refused('remove-failed-holding', removed);
      if (own === undefined) continue;
      const asked = who({ key, request });
      this.#waiting.order(own.lock, { type: 'lock.delete', ...asked, priority: 0, try: false });
      this.#waiting.orderEnd(own.lock);
      held = held.filter((one) => one !== own);
      removed.push(name);
    }
    return { type: 'set.removed', names: removed };
  }

  #cancel(key: Key, { request, reason }: Asked<'set.cancel'>): End | undefined {
    const operation = this.#operationOf(key);
    if (operation?.request !== request) return refused('not-waiting');
    this.#waiting.order(operation.at, { type: 'lock.cancel', ...who(operation), reason });
    return undefined;
  }

  #raise(key: Key, { request, priority }: Asked<'set.raise'>): End {
    const operation = this.#operationOf(key);
    if (operation?.request !== request) return refused('not-waiting');
    if (priority >= operation.priority) return refused('not-more-urgent');
    operation.priority = priority;
    this.#waiting.order(operation.at, { type: 'lock.raise', ...who(operation), priority });
    return { type: 'set.raised', names: [] };
  }

  #operationOf(key: Key): Operation | undefined {
    return this.#waiting.operations.find((operation) => operation.key === key);
  }
}
