/**
 * `lockchart/testing`: what a test of code that uses locks needs.
 */
export { type Claim, claims } from './testing/claims.ts';
export {
  type Broken,
  type Explorable,
  type Exploration,
  type ExploreOptions,
  explore,
  exploreAsync,
  type Invariant,
  type Liveness,
  type Progress,
  type Step,
  type StepFunction,
  type StepInvariant,
  type Wait,
  type Witness,
} from './testing/explore.ts';
export type {
  AddEvent,
  CloseEvent,
  DowngradeEvent,
  GrantEvent,
  HistoryEvent,
  HistoryOptions,
  HistoryProblem,
  HistoryRule,
  HistoryVerdict,
  RaiseEvent,
  RefuseEvent,
  ReleaseEvent,
  RemoveEvent,
  RequestEvent,
} from './testing/history/events.ts';
export { checkHistory, HistoryChecker } from './testing/history/history.ts';
export type { Capabilities, KitAsk, KitHold, KitLock, KitMode, LockAdapter } from './testing/kit/adapter.ts';
export {
  assertLock,
  type CheckOptions,
  checkLock,
  type LockCheck,
  type LockCheckResult,
} from './testing/kit/check.ts';
export {
  checkLiveness,
  checkLivenessAsync,
  type Lasso,
  type LivenessReport,
  type Overtaking,
} from './testing/liveness.ts';
export { compiledExecutors, type Executors } from './testing/properties/machines.ts';
export { Remark, replay, transcript } from './testing/transcript.ts';
export { VirtualClock } from './testing/virtual-clock.ts';
