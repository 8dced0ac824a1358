/**
 * lockchart: readers–writer locks for asynchronous code, each of them a checked state machine.
 */
export type { Mode, OwnerId, RequestId } from './core/shared-lock/commands.ts';
export type { Clock } from './locks/clock.ts';
export type { LockEngine } from './locks/engine.ts';
export {
  LockError,
  type LockErrorCode,
  type LockErrorDetails,
  LockUsageError,
  type LockUsageErrorCode,
} from './locks/errors.ts';
export type { Hold } from './locks/hold.ts';
export { LockSet } from './locks/lock-set.ts';
export type {
  AcquireOptions,
  AddOptions,
  LockOptions,
  OwnerOption,
  RequestOptions,
  SetAcquireOptions,
  SignalOption,
  TryOptions,
} from './locks/options.ts';
export { ALL, type Names, type SetHold } from './locks/set-hold.ts';
export { SharedLock } from './locks/shared-lock.ts';
export type { GroupSnapshot, HolderSnapshot, LockSetSnapshot, LockSnapshot } from './locks/snapshot.ts';
