/**
 * The rules that the guards and actions of models/catalogue.machine.ts name.
 */
import type {
  AddCommand,
  CatalogueEffect,
  LockId,
  Member,
  RemoveCommand,
  ResolveCommand,
} from './commands.ts';

export interface CatalogueContext {
  /** The state, for whoever executes the machine; '' where that is kept elsewhere. */
  value: string;
  /** Each member by its name. */
  readonly locks: Map<string, Member>;
  /** The last id given. Id 0 is the set lock, which has no name in here. */
  lastLock: LockId;
  /** No lock that was removed has given a greater one. */
  token: number;
  /** The members by name; made when asked for, forgotten when they change. */
  sorted: readonly Member[] | null;
}

export interface CatalogueData {
  readonly members: readonly Member[];
  readonly lastLock: LockId;
  readonly token: number;
}

type Emit = (effect: CatalogueEffect) => void;

export function emptyCatalogue(): CatalogueContext {
  return { value: '', locks: new Map(), lastLock: 0, token: 0, sorted: null };
}

// ---- guards ----

export function hasAny(context: CatalogueContext, { names }: AddBody): boolean {
  return names.some((name) => context.locks.has(name));
}

// ---- actions ----

export function resolve(
  context: CatalogueContext,
  { names }: Omit<ResolveCommand, 'type'>,
  emit: Emit,
): void {
  const members: Member[] = [];
  const missing: string[] = [];
  for (const name of names) {
    const member = context.locks.get(name);
    if (member === undefined) missing.push(name);
    else members.push(member);
  }
  emit({ type: 'catalogue.resolved', members, missing });
}

export function list(context: CatalogueContext, _command: unknown, emit: Emit): void {
  emit({ type: 'catalogue.listed', members: membersOf(context) });
}

/** A name that is given twice is added once. */
export function add(context: CatalogueContext, { names }: AddBody, emit: Emit): void {
  const members: Member[] = [];
  for (const name of new Set(names)) {
    context.lastLock += 1;
    const member = { name, lock: context.lastLock };
    context.locks.set(name, member);
    members.push(member);
  }
  context.sorted = null;
  emit({ type: 'catalogue.added', members, token: context.token });
}

export function refuseDuplicates(context: CatalogueContext, { names }: AddBody, emit: Emit): void {
  emit({ type: 'catalogue.duplicate', names: names.filter((name) => context.locks.has(name)) });
}

/** The name goes only with its own lock: it may have been given to another one meanwhile. */
export function remove(
  context: CatalogueContext,
  { name, lock, token }: Omit<RemoveCommand, 'type'>,
  emit: Emit,
): void {
  if (context.locks.get(name)?.lock === lock) context.locks.delete(name);
  context.token = Math.max(context.token, token);
  context.sorted = null;
  emit({ type: 'catalogue.removed', lock });
}

// ---- for queries ----

/** Sorted by name, in plain lexicographic order. */
export function membersOf(context: CatalogueContext): readonly Member[] {
  context.sorted ??= [...context.locks.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1));
  return context.sorted;
}

// ---- canonical form ----

export function encode(context: CatalogueContext): CatalogueData {
  return { members: membersOf(context), lastLock: context.lastLock, token: context.token };
}

export function decode({ members, lastLock, token }: CatalogueData): CatalogueContext {
  const locks = new Map(members.map((member) => [member.name, member]));
  return { value: '', locks, lastLock, token, sorted: null };
}

export const effectOf = (effect: CatalogueEffect): CatalogueEffect => effect;

type AddBody = Omit<AddCommand, 'type'>;
