/**
 * lockchart: readers–writer locks for asynchronous code, each of them a checked state machine.
 */
export type { Mode, OwnerId, RequestId } from './core/shared-lock/commands.ts';
export type { Clock } from './locks/clock.ts';
export { Condition, SingleNotifyCondition } from './locks/condition.ts';
export type {
  ConditionOptions,
  Lockable,
  NotifyOptions,
  WaitOptions,
} from './locks/condition-options.ts';
export type { LockEngine } from './locks/engine.ts';
export {
  LockError,
  type LockErrorCode,
  type LockErrorDetails,
  LockUsageError,
  type LockUsageErrorCode,
} from './locks/errors.ts';
export { formatLocks } from './locks/format-locks.ts';
export {
  ALL_SET,
  BGL,
  type ClusterNames,
  type GanetiLevel,
  ganetiLevels,
  LEVEL_NAMES,
  LEVELS,
  LEVELS_MOD,
  type LevelDefinition,
  type LevelsOf,
  NAL,
} from './locks/ganeti.ts';
export type { Hold } from './locks/hold.ts';
export type { Inspect, InspectionEvent, InspectionObserver } from './locks/inspection.ts';
export type { Keyring } from './locks/keyring.ts';
export type { LockInfo, LockInfoProvider, PendingGroup } from './locks/lock-info.ts';
export {
  type LevelOf,
  LockManager,
  type LockManagerOptions,
  type LockManagerSnapshot,
  type NamesOf,
} from './locks/lock-manager.ts';
export { LockSet } from './locks/lock-set.ts';
export {
  type AllFields,
  type DefaultMonitor,
  defaultMonitor,
  type LockField,
  LockMonitor,
  type LockRow,
} from './locks/monitor.ts';
export { withOwner } from './locks/no-ambient-owner.ts';
export type {
  AcquireOptions,
  AddOptions,
  KeyringAcquireOptions,
  KeyringAddOptions,
  KeyringWaitOptions,
  LockOptions,
  OwnerOption,
  RequestOptions,
  SetAcquireOptions,
  SignalOption,
  TryOptions,
} from './locks/options.ts';
export type { After, OrderedKeyring } from './locks/ordered-keyring.ts';
export type { RaiseOptions } from './locks/raising.ts';
export { ALL, type Names, type SetHold } from './locks/set-hold.ts';
export { LOCKSET_NAME } from './locks/set-names.ts';
export { SharedLock } from './locks/shared-lock.ts';
export type { GroupSnapshot, HolderSnapshot, LockSetSnapshot, LockSnapshot } from './locks/snapshot.ts';
export { type SynchronizedDecorator, synchronized } from './locks/synchronized.ts';
