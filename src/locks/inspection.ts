/**
 * Where `lockchart/inspect` comes in. Until that is loaded there is nothing here but the place for it.
 */
import type { LockEngine } from './engine.ts';
import { misuse } from './errors.ts';

/** Whoever is told what machines do: a function, or an observer, as XState's own `inspect` takes it. */
export type Inspect = InspectionObserver['next'] | Partial<InspectionObserver>;

/** A method, so that one that was written for XState's own events will do. */
export interface InspectionObserver {
  next(event: InspectionEvent): void;
}

/** What is told, in the shapes of XState 5; a copy, which is never changed afterwards. */
export type InspectionEvent =
  | (AboutMachine & { readonly type: '@xstate.actor' })
  | (AboutMachine & {
      readonly type: '@xstate.event';
      readonly event: InspectedEvent;
      readonly sourceRef: InspectedMachine | undefined;
    })
  | (AboutMachine & {
      readonly type: '@xstate.microstep';
      readonly event: InspectedEvent;
      readonly snapshot: InspectedSnapshot;
      readonly _transitions: readonly InspectedTransition[];
    })
  | (AboutMachine & {
      readonly type: '@xstate.action';
      readonly action: { readonly type: string; readonly params: unknown };
    })
  | (AboutMachine & {
      readonly type: '@xstate.snapshot' | '@xstate.transition';
      readonly event: InspectedEvent;
      readonly snapshot: InspectedSnapshot;
    });

interface AboutMachine {
  /** The session id of the machine at the top. */
  readonly rootId: string;
  readonly actorRef: InspectedMachine;
}

export interface InspectedEvent {
  readonly type: string;
}

/** A machine as it is shown: with `id`, `logic` and `_parent` where it is one of ours. */
export interface InspectedMachine {
  readonly sessionId: string;
  getSnapshot(): InspectedSnapshot;
}

/** Of a machine of ours with `value` and `context`, and what else a machine's snapshot has in XState. */
export interface InspectedSnapshot {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
}

export interface InspectedTransition {
  readonly source: { readonly id: string };
  readonly target: readonly { readonly id: string }[] | undefined;
  readonly eventType: string;
  readonly actions: readonly unknown[];
  readonly reenter: boolean;
}

/** What executes the machines as `engine` does (as the compiled machine, unless given), and tells of it. */
export type Inspection = (engine: LockEngine | undefined, inspect: Inspect) => LockEngine;

let inspection: Inspection | undefined;

export function install(by: Inspection | undefined): void {
  inspection = by;
}

/**
 * What executes the machines; undefined for the compiled machine.
 *
 * @throws {LockUsageError} `invalid-argument`: they are to be inspected, and nothing is there that could.
 */
export function engineOf({ engine, inspect }: Engines): LockEngine | undefined {
  if (inspect === undefined) return engine;
  if (inspection === undefined) throw misuse("To use inspect, load 'lockchart/inspect' too.");
  return inspection(engine, inspect);
}

interface Engines {
  readonly engine?: LockEngine | undefined;
  readonly inspect?: Inspect | undefined;
}
