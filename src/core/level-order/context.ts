/**
 * What a keyring knows of its owner, and the canonical form of it. What is decided about it is in ./rules.ts.
 */
import type { OwnerId, RequestId } from '../shared-lock/commands.ts';
import type { KeyringCommand, Level } from './commands.ts';

/** What is under way; one at a time. */
interface Operation {
  readonly type: KeyringCommand['type'];
  readonly request: RequestId;
  readonly level: string;
  /** The set lock is asked for with the members. */
  readonly all: boolean;
  /** What is added is taken too. */
  readonly takes: boolean;
}

/** How much is held at a level. */
export interface Held {
  members: number;
  setLock: boolean;
}

/** Who it is, and the order that it keeps to. The first level has the big lock, where there is one. */
export interface KeyringInput {
  readonly owner: OwnerId | null;
  readonly alias: RequestId | null;
  readonly levels: readonly Level[];
  readonly bigLock: string | null;
}

export interface KeyringContext extends KeyringInput {
  /** The state, for whoever executes the machine; '' where that is kept elsewhere. */
  value: string;
  /** By level, in order. */
  readonly held: Held[];
  holdsBigLock: boolean;
  operation: Operation | null;
  /** The request to give back everything, while that is under way. */
  closing: RequestId | null;
}

/** All of it is plain JSON. */
export type KeyringData = Readonly<Omit<KeyringContext, 'held' | 'value'>> & {
  readonly held: readonly Readonly<Held>[];
};

export function emptyKeyring(input: KeyringInput | undefined): KeyringContext {
  const { owner, alias, levels, bigLock } = input ?? { owner: null, alias: 0, levels: [], bigLock: null };
  const held = levels.map(() => ({ members: 0, setLock: false }));
  return {
    value: '',
    owner,
    alias,
    levels,
    bigLock,
    held,
    holdsBigLock: false,
    operation: null,
    closing: null,
  };
}

export function encode({ value: _value, held, ...rest }: KeyringContext): KeyringData {
  return { ...rest, held: held.map((one) => ({ ...one })) };
}

export function decode(data: KeyringData): KeyringContext {
  return { value: '', ...data, held: data.held.map((held) => ({ ...held })) };
}
