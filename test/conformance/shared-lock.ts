/**
 * The level SharedLock of the traces: its operations, and a lock that performs them through the public API.
 */
import { type LockSnapshot, type Mode, SharedLock } from '../../src/index.ts';
import * as read from './fields.ts';
import type { Level, Setup, Subject, SubjectOptions } from './script.ts';

interface Limits {
  readonly priority: number | undefined;
  readonly timeout: number | undefined;
}

export type SharedLockOperation = { readonly client: string } & (
  | ({ readonly do: 'acquire'; readonly shared: boolean } & Limits)
  | ({ readonly do: 'delete' } & Limits)
  | { readonly do: 'release' | 'downgrade' }
  | { readonly do: 'isOwned'; readonly shared: -1 | 0 | 1 | undefined }
);

const OPERATIONS = ['acquire', 'release', 'downgrade', 'delete', 'isOwned'] as const;

export const sharedLockLevel: Level<Setup, SharedLockOperation> = {
  readSetup(value, where) {
    const fields = read.objectAt(value, where);
    read.checkNames(fields, where, ['clients']);
    return { clients: read.listAt(fields['clients'], `${where}.clients`, read.textAt) };
  },
  readOperation,
  readState: read.textAt,
  open: (_setup, options) => new SharedLockSubject(options),
};

function readOperation(value: unknown, where: string): SharedLockOperation {
  const fields = read.objectAt(value, where);
  const what = read.oneOfAt(fields['do'], `${where}.do`, OPERATIONS);
  const client = read.textAt(fields['client'], `${where}.client`);
  const limits = (): Limits => ({
    priority: read.optionalAt(fields, 'priority', where, read.integerAt),
    timeout: read.optionalAt(fields, 'timeout', where, read.timeAt),
  });
  switch (what) {
    case 'acquire':
      read.checkNames(fields, where, ['client', 'do', 'shared'], ['priority', 'timeout']);
      return { client, do: what, shared: read.booleanAt(fields['shared'], `${where}.shared`), ...limits() };
    case 'delete':
      read.checkNames(fields, where, ['client', 'do'], ['priority', 'timeout']);
      return { client, do: what, ...limits() };
    case 'isOwned':
      read.checkNames(fields, where, ['client', 'do'], ['shared']);
      return { client, do: what, shared: read.optionalAt(fields, 'shared', where, askedModeAt) };
    default:
      read.checkNames(fields, where, ['client', 'do']);
      return { client, do: what };
  }
}

export function askedModeAt(value: unknown, where: string): -1 | 0 | 1 {
  return read.oneOfAt(value, where, [-1, 0, 1]);
}

class SharedLockSubject implements Subject<SharedLockOperation> {
  readonly #lock: SharedLock;

  constructor({ engine, clock }: SubjectOptions) {
    this.#lock = new SharedLock('lock', { engine, clock });
  }

  perform(operation: SharedLockOperation): unknown {
    const owner = operation.client;
    switch (operation.do) {
      case 'acquire': {
        const { priority, timeout, shared } = operation;
        const mode: Mode = shared ? 'shared' : 'exclusive';
        // The hold is the library's own addition: a client of the traces gets nothing, and releases by its
        // name.
        return this.#lock.acquire({ owner, mode, priority, timeout }).then(() => undefined);
      }
      case 'delete':
        return this.#lock.delete({ owner, priority: operation.priority, timeout: operation.timeout });
      case 'release':
        return this.#lock.release({ owner });
      case 'downgrade':
        return this.#lock.downgrade({ owner });
      case 'isOwned':
        return this.#lock.isOwned(askedMode(operation.shared), { owner });
    }
  }

  state(): string {
    return traceText(this.#lock.snapshot());
  }
}

export function askedMode(shared: -1 | 0 | 1 | undefined): Mode | undefined {
  if (shared === undefined || shared === -1) return undefined;
  return shared === 1 ? 'shared' : 'exclusive';
}

/**
 * A lock in the words of the traces, where those who came together stand in order of name, not of arrival.
 */
export function traceText({ state, holders, queue }: LockSnapshot): string {
  const held = holders.length > 0 ? `:${sorted(holders.map(({ owner }) => owner))}` : '';
  const groups = queue.map(({ mode, priority, owners }) => `|${mode}@${priority}:${sorted(owners)}`);
  return `${state}${held}${groups.join('')}`;
}

/** Null is an anonymous owner, of which the traces have none. */
function sorted(owners: readonly (string | null)[]): string {
  return owners.map(String).toSorted().join(',');
}
