/**
 * The level LockSet of the traces: its operations, and a set that performs them through the public API.
 */
import { ALL, LockSet, type LockSetSnapshot, type Mode, type Names } from '../../src/index.ts';
import * as read from './fields.ts';
import type { Level, Setup, Subject, SubjectOptions } from './script.ts';
import { askedMode, askedModeAt, traceText } from './shared-lock.ts';

type AskedMode = -1 | 0 | 1 | undefined;

interface SetSetup extends Setup {
  readonly members: readonly string[];
}

export type LockSetOperation = { readonly client: string } & (
  | {
      readonly do: 'acquire';
      readonly names: Names;
      readonly shared: boolean;
      readonly priority: number | undefined;
      readonly timeout: number | undefined;
      readonly opportunistic: boolean | undefined;
    }
  | { readonly do: 'release' | 'downgrade'; readonly names: Names }
  | { readonly do: 'add'; readonly names: readonly string[]; readonly acquire: Mode | undefined }
  | { readonly do: 'remove'; readonly names: readonly string[] }
  | { readonly do: 'checkOwned'; readonly names: readonly string[]; readonly shared: AskedMode }
  | { readonly do: 'owningAll' | 'names' }
);

const OPERATIONS = [
  'acquire',
  'release',
  'downgrade',
  'add',
  'remove',
  'checkOwned',
  'owningAll',
  'names',
] as const;

export const lockSetLevel: Level<SetSetup, LockSetOperation> = {
  readSetup(value, where) {
    const fields = read.objectAt(value, where);
    read.checkNames(fields, where, ['clients', 'members']);
    return {
      clients: read.listAt(fields['clients'], `${where}.clients`, read.textAt),
      members: read.listAt(fields['members'], `${where}.members`, read.textAt),
    };
  },
  readOperation: readSetOperation,
  readState: readSetState,
  open: (setup, options) => new LockSetSubject(setup, options),
};

export function readSetOperation(value: unknown, where: string): LockSetOperation {
  const fields = read.objectAt(value, where);
  const what = read.oneOfAt(fields['do'], `${where}.do`, OPERATIONS);
  const client = read.textAt(fields['client'], `${where}.client`);
  const list = (): readonly string[] => listedAt(fields['names'], `${where}.names`);
  const some = (): Names => (fields['names'] === null ? ALL : list());
  const known = (...optional: string[]): void =>
    read.checkNames(fields, where, ['client', 'do'], ['names', ...optional]);
  switch (what) {
    case 'acquire':
      known('shared', 'priority', 'timeout', 'opportunistic');
      return {
        client,
        do: what,
        names: some(),
        shared: read.booleanAt(fields['shared'], `${where}.shared`),
        priority: read.optionalAt(fields, 'priority', where, read.integerAt),
        timeout: read.optionalAt(fields, 'timeout', where, read.timeAt),
        opportunistic: read.optionalAt(fields, 'opportunistic', where, read.booleanAt),
      };
    case 'add': {
      known('acquired', 'shared');
      const acquired = read.optionalAt(fields, 'acquired', where, read.booleanAt) ?? false;
      const shared = read.optionalAt(fields, 'shared', where, read.booleanAt) ?? false;
      return { client, do: what, names: list(), acquire: acquired ? modeOf(shared) : undefined };
    }
    case 'remove':
      known();
      return { client, do: what, names: list() };
    case 'checkOwned':
      known('shared');
      return {
        client,
        do: what,
        names: list(),
        shared: read.optionalAt(fields, 'shared', where, askedModeAt),
      };
    case 'owningAll':
    case 'names':
      read.checkNames(fields, where, ['client', 'do']);
      return { client, do: what };
    default:
      known();
      return { client, do: what, names: some() };
  }
}

/** What the traces say of a set; each part is left out when there is nothing to say. */
export function readSetState(value: unknown, where: string): object {
  const fields = read.objectAt(value, where);
  read.checkNames(fields, where, [], ['owned', 'locks', 'members']);
  read.optionalAt(fields, 'owned', where, (owned, place) => entriesAt(owned, place, namesAt));
  read.optionalAt(fields, 'locks', where, (locks, place) => entriesAt(locks, place, read.textAt));
  read.optionalAt(fields, 'members', where, namesAt);
  return { ...fields };
}

function entriesAt(value: unknown, where: string, check: (entry: unknown, where: string) => unknown): void {
  for (const [name, entry] of Object.entries(read.objectAt(value, where))) check(entry, `${where}.${name}`);
}

function namesAt(value: unknown, where: string): string[] {
  return read.listAt(value, where, read.textAt);
}

/** A single text is the same as a list of one. */
function listedAt(value: unknown, where: string): readonly string[] {
  return typeof value === 'string' ? [value] : namesAt(value, where);
}

export const modeOf = (shared: boolean): Mode => (shared ? 'shared' : 'exclusive');

class LockSetSubject implements Subject<LockSetOperation> {
  readonly #set: LockSet;
  readonly #members: string;

  constructor({ members }: SetSetup, { engine, clock }: SubjectOptions) {
    this.#set = new LockSet('set', members, { engine, clock });
    this.#members = JSON.stringify(members.toSorted());
  }

  perform(operation: LockSetOperation): unknown {
    const owner = operation.client;
    switch (operation.do) {
      case 'acquire': {
        const { names, shared, priority, timeout, opportunistic } = operation;
        const options = { owner, mode: modeOf(shared), priority, timeout, opportunistic };
        return this.#set.acquire(names, options).then((hold) => hold.names);
      }
      case 'release':
        return this.#set.release(operation.names, { owner });
      case 'downgrade':
        return this.#set.downgrade(operation.names, { owner });
      case 'add':
        return this.#set.add(operation.names, { owner, acquire: operation.acquire }).then(() => undefined);
      case 'remove':
        return this.#set.remove(operation.names, { owner });
      case 'checkOwned':
        return this.#set.checkOwned(operation.names, askedMode(operation.shared), { owner });
      case 'owningAll':
        return this.#set.owningAll({ owner });
      case 'names':
        return this.#set.names({ owner });
    }
  }

  state(): object {
    return traceObject(this.#set.snapshot(), this.#members);
  }
}

/** A set in the words of the traces; `initial`: its first members, as text. */
export function traceObject({ setLock, members }: LockSetSnapshot, initial: string): object {
  const owned: Record<string, string[]> = {};
  for (const { owner } of setLock.holders) owned[String(owner)] ??= [];
  for (const { name, holders } of members) {
    for (const { owner } of holders) {
      owned[String(owner)] ??= [];
      owned[String(owner)]?.push(name);
    }
  }
  const locks = [setLock, ...members].map((lock) => [lock.name, traceText(lock)] as const);
  const busy = locks.filter(([, text]) => text !== 'free');
  const names = members.map(({ name }) => name);
  return {
    ...(Object.keys(owned).length > 0 ? { owned } : {}),
    ...(busy.length > 0 ? { locks: Object.fromEntries(busy) } : {}),
    ...(JSON.stringify(names) === initial ? {} : { members: names }),
  };
}
