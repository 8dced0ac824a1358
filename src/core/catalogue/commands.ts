/**
 * The vocabulary of a catalogue: which names a lock set has, and which lock stands behind each.
 */

/** Given to a lock when its name is added, and never again: a name that is added anew is another lock. */
export type LockId = number;

export interface Member {
  readonly name: string;
  readonly lock: LockId;
}

/** Which locks stand behind these names, in the order given. */
export interface ResolveCommand {
  readonly type: 'catalogue.resolve';
  readonly names: readonly string[];
}

/** Which members there are, sorted by name. */
export interface ListCommand {
  readonly type: 'catalogue.list';
}

/** Adds all the names, or none. */
export interface AddCommand {
  readonly type: 'catalogue.add';
  readonly names: readonly string[];
}

/** `token`: the last one that the removed lock gave. */
export interface RemoveCommand {
  readonly type: 'catalogue.remove';
  readonly name: string;
  readonly lock: LockId;
  readonly token: number;
}

export type CatalogueCommand = ResolveCommand | ListCommand | AddCommand | RemoveCommand;

/** The name under which the compiler looks for it. */
export type Command = CatalogueCommand;

/** Names without a member are left out of `members`. */
export interface ResolvedEffect {
  readonly type: 'catalogue.resolved';
  readonly members: readonly Member[];
  readonly missing: readonly string[];
}

export interface ListedEffect {
  readonly type: 'catalogue.listed';
  readonly members: readonly Member[];
}

/** `token`: no token of an earlier lock of the set is greater. */
export interface AddedEffect {
  readonly type: 'catalogue.added';
  readonly members: readonly Member[];
  readonly token: number;
}

/** Some of the names are there already. */
export interface DuplicateEffect {
  readonly type: 'catalogue.duplicate';
  readonly names: readonly string[];
}

export interface RemovedEffect {
  readonly type: 'catalogue.removed';
  readonly lock: LockId;
}

export type CatalogueEffect = ResolvedEffect | ListedEffect | AddedEffect | DuplicateEffect | RemovedEffect;
