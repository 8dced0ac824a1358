/**
 * The locks of a set again, and their names, for the naive twins: plain lists that are scanned.
 */
import type { LockCommand, LockEffect, Mode } from '../../src/core/shared-lock/commands.ts';
import { LockTwin } from './shared-lock.twin.ts';

/** An owner by name, an anonymous one by number. */
export type Key = string | number;

interface Member {
  readonly name: string;
  readonly lock: number;
}

interface Held extends Member {
  readonly request: number;
  readonly mode: Mode;
  readonly token: number;
}

export const SET_LOCK = 0;

export class NamedLocksTwin {
  #members: Member[] = [];
  #locks = [{ lock: SET_LOCK, twin: new LockTwin() }];
  #lastLock = SET_LOCK;
  /** The greatest that a removed lock gave. */
  #token = 0;

  constructor(names: readonly string[]) {
    this.add(names);
  }

  get state() {
    return this.#locks.map(({ lock, twin }) => ({ lock, state: twin.state }));
  }

  /** Whoever holds something. */
  get holders(): Key[] {
    return this.#locks.flatMap(({ twin }) => twin.holds.map(keyOf));
  }

  /** Which of these names there are, and which not; null: all there are, sorted. */
  lookUp(names: readonly string[] | null): { readonly found: Member[]; readonly missing: string[] } {
    const sorted = this.#members.toSorted((one, other) => (one.name < other.name ? -1 : 1));
    if (names === null) return { found: sorted, missing: [] };
    return {
      found: names.flatMap((name) => this.#members.filter((member) => member.name === name)),
      missing: names.filter((name) => this.#members.every((member) => member.name !== name)),
    };
  }

  /** All of them, each once, or none; gives the names that are in the way. */
  add(names: readonly string[]): { readonly added: Member[]; readonly duplicates: string[] } {
    const duplicates = names.filter((name) => this.lookUp([name]).found.length > 0);
    if (duplicates.length > 0) return { added: [], duplicates };
    const added = [...new Set(names)].map((name, place) => ({ name, lock: this.#lastLock + 1 + place }));
    this.#lastLock += added.length;
    this.#members.push(...added);
    this.#locks.push(...added.map(({ lock }) => ({ lock, twin: new LockTwin(this.#token) })));
    return { added, duplicates };
  }

  /** What was removed is no longer there. */
  drop(gone: number): void {
    for (const { lock, twin } of this.#locks) {
      if (lock === gone) this.#token = Math.max(this.#token, twin.state.context.token);
    }
    this.#members = this.#members.filter(({ lock }) => lock !== gone);
    this.#locks = this.#locks.filter(({ lock }) => lock !== gone);
  }

  /** What a lock says to a command, but for what its owner knows already. */
  apply(lock: number, command: Exclude<LockCommand, { type: 'lock.close' }>): LockEffect[] {
    const twin = this.#locks.find((other) => other.lock === lock)?.twin;
    if (twin !== undefined) return twin.apply(command).filter(({ type }) => !isKnown(type));
    if (command.type !== 'lock.acquire' && command.type !== 'lock.delete') return [];
    const { owner, request } = command;
    return [{ type: 'lock.refused', owner, request, reason: 'deleted' }];
  }

  setLockOf(key: Key): Held | undefined {
    return this.#holdOf(key, { name: '', lock: SET_LOCK });
  }

  /** What an owner holds, sorted by name. */
  membersOf(key: Key): Held[] {
    return this.lookUp(null).found.flatMap((member) => this.#holdOf(key, member) ?? []);
  }

  #holdOf(key: Key, { name, lock }: Member): Held | undefined {
    const holds = this.#locks.find((other) => other.lock === lock)?.twin.holds;
    const hold = holds?.find((one) => keyOf(one) === key);
    return hold && { name, lock, request: hold.request, mode: hold.mode, token: hold.token };
  }
}

export const keyOf = ({ owner, request }: { owner: string | null; request: number | null }): Key =>
  owner ?? (request as number);

const isKnown = (type: LockEffect['type']): boolean =>
  type === 'lock.released' || type === 'lock.downgraded' || type === 'lock.raised';
