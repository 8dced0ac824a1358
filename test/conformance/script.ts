/**
 * A scenario as it is recorded, and what the replayer must know of each kind of lock to read and to replay
 * it. The format of the files is that of the recordings, word for word.
 */
import type { Clock, LockEngine } from '../../src/index.ts';

/** What every operation of a client has; each level adds its own fields. */
export interface ClientOperation {
  readonly do: string;
  readonly client: string;
}

export interface Advance {
  readonly do: 'advance';
  readonly ms: number;
}

export const RESULTS = ['ok', 'timeout', 'error', 'assert'] as const;

/** The end of an operation. */
export interface Outcome {
  /** The client. */
  readonly c: string;
  /** `threw`, which no trace has: an error that the library must not give. */
  readonly r: (typeof RESULTS)[number] | 'threw';
  /** The value, where there is one. */
  readonly v?: unknown;
  readonly why?: string;
  /** When; in `advance` steps only. */
  readonly at?: number;
}

/** What can be seen of a lock in one step. */
export interface Shown {
  readonly out: readonly Outcome[];
  readonly state: unknown;
}

export interface Step<Operation> {
  readonly op: Operation | Advance;
  readonly shown: Shown;
}

export interface Setup {
  readonly clients: readonly string[];
}

export interface Script<LevelSetup extends Setup, Operation> {
  readonly id: string;
  /** Of a curated scenario. */
  readonly name: string | undefined;
  readonly setup: LevelSetup;
  readonly steps: readonly Step<Operation>[];
  /** The first step that shows a deviation of the original; undefined when there is none. */
  readonly tagAt: number | undefined;
  /** What a lock shows from that step on which grants whenever it can. */
  readonly eager: readonly Shown[];
}

/** A lock under test, as its users see it. */
export interface Subject<Operation> {
  /** Begins the operation. Returns its value, or a promise of it; throws, or rejects, as the library does. */
  perform(operation: Operation): unknown;
  /** The state in the form of the traces. */
  state(): unknown;
}

export interface SubjectOptions {
  /** The default engine when undefined. */
  readonly engine: LockEngine | undefined;
  readonly clock: Clock;
}

/** What a level says of the steps of its traces. */
export interface StepFormat<Operation> {
  readOperation(value: unknown, where: string): Operation;
  readState(value: unknown, where: string): unknown;
}

/** One kind of lock: its part of the format, and how to make one. */
export interface Level<LevelSetup extends Setup, Operation extends ClientOperation>
  extends StepFormat<Operation> {
  readSetup(value: unknown, where: string): LevelSetup;
  open(setup: LevelSetup, options: SubjectOptions): Subject<Operation>;
}
