/**
 * What one owner has in a lock set, and what it is about. What is decided about it is in ./rules.ts.
 */
import type { Member } from '../catalogue/commands.ts';
import type { Mode, OwnerId, RequestId } from '../shared-lock/commands.ts';
import type { LockSetEffect, SetRefusalReason } from './commands.ts';
import { type Held, HeldMembers } from './held-members.ts';

export type { Held } from './held-members.ts';

/** What is under way; one at a time. */
export interface Operation {
  readonly type: 'set.acquire' | 'set.add' | 'set.remove' | 'set.names';
  readonly request: RequestId;
  /** In which locks are asked for; null where none is. */
  readonly mode: Mode | null;
  priority: number;
  readonly try: boolean;
  readonly opportunistic: boolean;
  /** Every member, whichever there are. */
  readonly all: boolean;
  /** What was asked for by name, in order. */
  readonly names: readonly string[];
  /** Members still to be taken, from `next` on. */
  todo: readonly Member[];
  next: number;
  /** Where it waits, and under which name. */
  at: Member | null;
  /** The set lock was taken for this operation alone. */
  briefly: boolean;
  /** What a remove has removed so far. */
  removed: string[];
  /** Why it will be refused once all is given back. */
  refusal: SetRefusalReason | null;
}

export interface SetContext {
  /** The state, for whoever executes the machine; '' where that is kept elsewhere. */
  value: string;
  readonly owner: OwnerId | null;
  /**
   * For an anonymous owner the request that it came with: by this every lock knows it, whatever it asks
   * later.
   */
  readonly alias: RequestId | null;
  setLock: Held | null;
  readonly members: HeldMembers;
  operation: Operation | null;
}

export interface SetData {
  readonly owner: OwnerId | null;
  readonly alias: RequestId | null;
  readonly setLock: Held | null;
  /** Sorted by name. */
  readonly members: readonly Held[];
  readonly operation: (Omit<Operation, 'next'> & { readonly removed: readonly string[] }) | null;
}

export type Emit = (effect: LockSetEffect) => void;

/** Who it is; anonymous, and of no request yet, unless given. */
export interface SetInput {
  readonly owner: OwnerId | null;
  readonly alias: RequestId | null;
}

export function emptySet(input: SetInput | undefined): SetContext {
  const { owner, alias } = input ?? { owner: null, alias: 0 };
  return { value: '', owner, alias, setLock: null, members: new HeldMembers(), operation: null };
}

/** What is held, sorted by name. */
export function heldMembers({ members }: SetContext): readonly Held[] {
  return members.sorted();
}

/** Any member; the set lock does not count. */
export function holdsExclusive({ members }: SetContext): boolean {
  return members.exclusive > 0;
}

export function ownsAny({ setLock, members }: SetContext): boolean {
  return setLock !== null || members.size > 0;
}

export function encode(context: SetContext): SetData {
  const { owner, alias, setLock, operation } = context;
  return {
    owner,
    alias,
    setLock,
    members: heldMembers(context),
    operation: operation && encodeOperation(operation),
  };
}

function encodeOperation({ next, ...operation }: Operation): NonNullable<SetData['operation']> {
  return { ...operation, todo: operation.todo.slice(next), removed: [...operation.removed] };
}

export function decode({ owner, alias, setLock, members, operation }: SetData): SetContext {
  return {
    value: '',
    owner,
    alias,
    setLock,
    members: heldOnes(members),
    operation: operation && { ...operation, next: 0, removed: [...operation.removed] },
  };
}

function heldOnes(all: readonly Held[]): HeldMembers {
  const members = new HeldMembers();
  for (const held of all) members.set(held.name, held);
  return members;
}
