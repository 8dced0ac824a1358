/**
 * What callers write, and the check of it: a bad argument is refused before anything is asked of the machine.
 */
import type { Mode, OwnerId } from '../core/shared-lock/commands.ts';
import { Place } from '../core/shared-lock/place.ts';
import type { Clock } from './clock.ts';
import type { LockEngine } from './engine.ts';
import { badArgument, LockUsageError } from './errors.ts';
import type { Inspect } from './inspection.ts';
import { ambientOwner } from './owner.ts';
import type { RaiseOptions } from './raising.ts';

export interface LockOptions {
  /** What executes the machine; the compiled machine unless given. */
  readonly engine?: LockEngine | undefined;
  /** Virtual time or fake timers; the platform's own unless given. */
  readonly clock?: Clock | undefined;
  /**
   * Is told all that happens in the machines, as the option `inspect` of XState's `createActor`. It must not
   * use the locks that it is told of. Needs `import 'lockchart/inspect'`, which says more.
   */
  readonly inspect?: Inspect | undefined;
}

export interface OwnerOption {
  /** Who asks. Unless given: the owner of the surrounding `withOwner`, else anonymous. */
  readonly owner?: OwnerId | undefined;
}

export interface RequestOptions extends OwnerOption {
  /** A smaller number is more urgent; any finite number; 0 unless given. */
  readonly priority?: number | undefined;
  /**
   * Milliseconds to wait at most. Under 1: do not wait, and do not overtake anybody who waits. `undefined`
   * and `Infinity`: no limit.
   */
  readonly timeout?: number | undefined;
  /**
   * Ends the wait, which then rejects with the signal's reason. After the grant it does nothing. A signal
   * does not keep the process alive, not even one of `AbortSignal.timeout`; `timeout` does.
   */
  readonly signal?: AbortSignal | undefined;
  /** Become more urgent while waiting; off unless given. Each raise is a new arrival at its priority. */
  readonly raise?: RaiseOptions | undefined;
}

export interface AcquireOptions extends RequestOptions {
  /** `exclusive` unless given. */
  readonly mode?: Mode | undefined;
}

/** A try does not wait, so what would limit or speed a wait is a mistake. */
export interface TryOptions extends OwnerOption {
  /** `exclusive` unless given. */
  readonly mode?: Mode | undefined;
}

export interface SetAcquireOptions extends AcquireOptions {
  /** Take what can be had at once, and skip the rest; with names it excludes a timeout. */
  readonly opportunistic?: boolean | undefined;
}

/** The same for a keyring, which has an owner already. */
export type KeyringAcquireOptions = Omit<SetAcquireOptions, 'owner'>;
export type KeyringAddOptions = Omit<AddOptions, 'owner'>;
export type KeyringWaitOptions = Omit<SignalOption, 'owner'>;

export interface SignalOption extends OwnerOption {
  /** Ends the wait, which then rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

export interface AddOptions extends SignalOption {
  /** Also take the new members, in this mode. */
  readonly acquire?: Mode | undefined;
}

export const NO_OPTIONS: AcquireOptions = Object.freeze({});
const EXCLUSIVE: AcquireOptions = Object.freeze({ mode: 'exclusive' });
const SHARED: AcquireOptions = Object.freeze({ mode: 'shared' });

/** `mode | options`, as options. */
export function optionsOf(lock: string, given: Mode | AcquireOptions): AcquireOptions {
  if (given === 'exclusive') return EXCLUSIVE;
  if (given === 'shared') return SHARED;
  return objectOf(lock, given, "'shared', 'exclusive' or an object of options");
}

/** The options of what has no mode. */
export function plainOptions<Options extends OwnerOption>(lock: string, given: Options): Options {
  return objectOf(lock, given, 'an object of options');
}

function objectOf<Options extends OwnerOption>(lock: string, given: Options, expected: string): Options {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given;
  throw badArgument(lock, `Give ${expected}, not ${show(given)}.`);
}

/** Throws unless a request can be made of these, which whoever makes it has read once and for all. */
export function checkRequest(lock: string, options: AcquireOptions): void {
  const { mode, priority, timeout, signal, raise } = options;
  checkMode(lock, mode);
  checkLimits(lock, priority, timeout, signal);
  checkRaise(lock, raise, priority);
}

/** Not as one object: an acquire that need not wait allocates nothing but its request. */
export function checkLimits(
  lock: string,
  priority: number | undefined,
  timeout: number | undefined,
  signal: AbortSignal | undefined,
): void {
  if (priority !== undefined && !Number.isFinite(priority)) {
    throw badArgument(lock, `A priority is a finite number (smaller is more urgent), not ${show(priority)}.`);
  }
  if (timeout !== undefined && !(typeof timeout === 'number' && timeout >= 0)) {
    throw badArgument(lock, `A timeout is a number of milliseconds, 0 or more, not ${show(timeout)}.`);
  }
  if (signal !== undefined && !isSignal(signal)) {
    throw badArgument(lock, `A signal is an AbortSignal, not ${show(signal)}.`);
  }
}

/** A copy, each field of which was read once. */
export function checkRaise(
  lock: string,
  raise: RaiseOptions | undefined,
  priority = 0,
): RaiseOptions | undefined {
  if (raise === undefined) return undefined;
  const { after, by = 1, to } = plainOptions(lock, raise as object) as RaiseOptions;
  if (!(typeof after === 'number' && after >= 1)) {
    throw badArgument(lock, `raise.after is a number of milliseconds, 1 or more, not ${show(after)}.`);
  }
  if (!(Number.isFinite(by) && by > 0) || !(to === undefined || Number.isFinite(to))) {
    throw badArgument(lock, 'raise.by is a number above 0, and raise.to a priority.');
  }
  if (priority - by === priority) throw badArgument(lock, 'raise.by is too small to change the priority.');
  return { after, by, to };
}

/** Throws where a try is given what only a wait can have. */
export function checkTry(lock: string, options: AcquireOptions): void {
  const { priority, timeout, signal, raise } = options;
  if (priority === undefined && timeout === undefined && signal === undefined && raise === undefined) return;
  throw badArgument(
    lock,
    'tryAcquire never waits: it takes a mode and an owner, and neither priority, timeout, signal nor raise.',
  );
}

/** Signals of another realm, or of a package that stands in for the platform, are fine. */
function isSignal(signal: AbortSignal | null): boolean {
  return (
    typeof signal === 'object' && typeof signal?.aborted === 'boolean' && hasMethods(signal, SIGNAL_METHODS)
  );
}

const SIGNAL_METHODS = ['addEventListener', 'removeEventListener'];

/** Throws unless a lock can be made with these. */
export function checkLock(lock: string, options: LockOptions): void {
  if (typeof lock !== 'string') throw badArgument('', `A name is a string, not ${show(lock)}.`);
  objectOf(lock, options as OwnerOption, 'an object of options');
  const { engine, clock } = options;
  if (engine !== undefined && (engine as LockEngine | null)?.Place !== Place) {
    throw badArgument(lock, `An engine is of the same copy of this package; ${show(engine)} is not.`);
  }
  if (clock !== undefined && !hasMethods(clock, ['now', 'setTimeout', 'clearTimeout'])) {
    throw badArgument(lock, `A clock has now, setTimeout and clearTimeout; ${show(clock)} has not.`);
  }
}

function hasMethods(value: object | null, names: readonly string[]): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    names.every((name) => typeof Reflect.get(value, name) === 'function')
  );
}

export function checkMode(lock: string, mode: Mode | undefined): void {
  if (mode !== undefined && mode !== 'shared' && mode !== 'exclusive') {
    throw badArgument(lock, `A mode is 'shared' or 'exclusive', not ${show(mode)}.`);
  }
}

/** The owner that is meant: null when nobody is known. */
export function ownerOf(lock: string, owner: OwnerId | undefined): OwnerId | null {
  if (owner === undefined) return ambientOwner();
  if (typeof owner !== 'string') throw badArgument(lock, `An owner is a string, not ${show(owner)}.`);
  return owner;
}

/** For what only a known owner can ask. */
export function knownOwner(lock: string, options: OwnerOption): OwnerId {
  const owner = ownerOf(lock, plainOptions(lock, options).owner);
  if (owner !== null) return owner;
  const advice = 'Give { owner }, or use withOwner; an anonymous hold is released by the hold itself.';
  throw new LockUsageError('owner-required', `Lock '${lock}' was not told who asks. ${advice}`, { lock });
}

/** Nothing of the value's own is called, for it may be anything. */
export function show(value: unknown): string {
  if (typeof value === 'string') return `'${value}'`;
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'this object';
  return typeof value === 'function' ? 'a function' : String(value);
}
