/**
 * The vocabulary of a keyring: what an owner asks of a lock manager, level by level, and what the lock sets
 * at those levels are told and answer.
 */
import type {
  AcquireCommand,
  AddMembersCommand,
  CancelSetCommand,
  DowngradeCommand,
  NamesCommand,
  RaiseSetCommand,
  ReleaseCommand,
  RemoveMembersCommand,
  SetAnswer,
  SetRefusalReason,
} from '../lock-set/commands.ts';
import type { RequestId } from '../shared-lock/commands.ts';

/** One level of the order; levels are known by their names. */
export interface Level {
  readonly name: string;
  /** Whether members can be added and removed. */
  readonly modifiable: boolean;
}

/** The same, asked of one level. */
type At<Command, Type extends string> = Omit<Command, 'type'> & {
  readonly type: Type;
  readonly level: string;
};

/** Gives up what is under way, and gives back all that is held, the greatest level first. */
export interface ReleaseAllCommand {
  readonly type: 'keyring.releaseAll';
  readonly request: RequestId;
}

export type KeyringCommand =
  | At<AcquireCommand, 'keyring.acquire'>
  | At<ReleaseCommand, 'keyring.release'>
  | At<DowngradeCommand, 'keyring.downgrade'>
  | At<AddMembersCommand, 'keyring.add'>
  | At<RemoveMembersCommand, 'keyring.remove'>
  | At<NamesCommand, 'keyring.names'>
  | (Omit<CancelSetCommand, 'type'> & { readonly type: 'keyring.cancel' })
  | (Omit<RaiseSetCommand, 'type'> & { readonly type: 'keyring.raise' })
  | ReleaseAllCommand;

/** An answer of a lock set, with its level. */
type FromSet<Answer> = Answer & { readonly level: string };

export type LevelAnswer = FromSet<SetAnswer>;

export type LevelOrderCommand = KeyringCommand | LevelAnswer;

/** The name under which the compiler looks for it. */
export type Command = LevelOrderCommand;

/** Why an operation got nothing, or not all of it. */
export type KeyringRefusalReason =
  | SetRefusalReason
  | 'invalid-level'
  | 'immutable-level'
  | 'bgl-required'
  | 'bgl-release'
  | 'level-order'
  | 'keyring-busy';

/** A command for the lock set at a level. */
type ToSet<Command> = Command & { readonly level: string };

export type SetOrder =
  | ToSet<AcquireCommand>
  | ToSet<ReleaseCommand>
  | ToSet<DowngradeCommand>
  | ToSet<AddMembersCommand>
  | ToSet<RemoveMembersCommand>
  | ToSet<NamesCommand>
  | ToSet<CancelSetCommand>
  | ToSet<RaiseSetCommand>;

/** What the owner is told: it is done. `names`: acquired, released, removed, or listed. */
export interface KeyringDoneEffect {
  readonly type:
    | 'keyring.acquired'
    | 'keyring.released'
    | 'keyring.downgraded'
    | 'keyring.added'
    | 'keyring.removed'
    | 'keyring.names'
    | 'keyring.raised'
    | 'keyring.releasedAll';
  readonly request: RequestId | null;
  readonly names: readonly string[];
}

/** The operation is refused. `names`: what it had removed all the same, or what stood in its way. */
export interface KeyringRefusedEffect {
  readonly type: 'keyring.refused';
  readonly request: RequestId | null;
  readonly reason: KeyringRefusalReason;
  readonly names: readonly string[];
}

export type KeyringAnswer = KeyringDoneEffect | KeyringRefusedEffect;

export type LevelOrderEffect = SetOrder | KeyringAnswer;
