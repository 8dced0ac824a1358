/**
 * Replays one scenario on one lock: gives each operation, lets everything run that it sets off, and compares.
 * Knows nothing of the kind of lock.
 */
import { LockError, LockUsageError } from '../../src/index.ts';
import type { VirtualClock } from '../../src/testing/virtual-clock.ts';
import { differences, type Part } from './compare.ts';
import type { Advance, ClientOperation, Outcome, Script, Setup, Shown, Subject } from './script.ts';

/** The first step that is not as recorded; the later ones mean nothing after it. */
export interface Failure {
  readonly id: string;
  readonly name: string | undefined;
  /** Counted from 0, as in the traces. */
  readonly step: number;
  /** Whether that is a step of the `eager` continuation. */
  readonly eager: boolean;
  readonly op: ClientOperation | Advance;
  readonly expected: Shown;
  readonly got: Shown;
  readonly differs: readonly Part[];
  /** Why the operation could not be given at all. */
  readonly problem: string | undefined;
}

export interface Replayed {
  /** How many steps were replayed. */
  readonly steps: number;
  readonly failure: Failure | undefined;
}

/**
 * Every step of an untagged scenario. Of a tagged one the steps before the tag, and then, where there is one,
 * the continuation of a lock that grants whenever it can.
 */
export async function replay<LevelSetup extends Setup, Operation extends ClientOperation>(
  script: Script<LevelSetup, Operation>,
  subject: Subject<Operation>,
  clock: VirtualClock,
): Promise<Replayed> {
  const { id, name, tagAt = script.steps.length, eager } = script;
  const clients = new Clients(subject, clock);
  let steps = 0;
  for (const [step, { op, shown }] of script.steps.slice(0, tagAt + eager.length).entries()) {
    const expected = eager[step - tagAt] ?? shown;
    const problem = await clients.take(op);
    const got = { out: clients.collect(op.do === 'advance'), state: subject.state() };
    const differs = differences(expected, got);
    steps += 1;
    if (differs.length > 0 || problem !== undefined) {
      return {
        steps,
        failure: { id, name, step, eager: step >= tagAt, op, expected, got, differs, problem },
      };
    }
  }
  return { steps, failure: undefined };
}

/** The clients of a scenario, each of which does one thing at a time. */
class Clients<Operation extends ClientOperation> {
  readonly #subject: Subject<Operation>;
  readonly #clock: VirtualClock;
  readonly #busy = new Set<string>();
  #completed: Outcome[] = [];

  constructor(subject: Subject<Operation>, clock: VirtualClock) {
    this.#subject = subject;
    this.#clock = clock;
  }

  /** Gives the operation, and waits until nothing can run any more. Returns why it could not. */
  async take(op: Operation | Advance): Promise<string | undefined> {
    if (!isOfClient(op)) return this.#advance(op.ms);
    if (this.#busy.has(op.client)) return `${op.client} still waits, so it can not be given an operation`;
    this.#busy.add(op.client);
    void this.#perform(op);
    await this.#clock.settle();
    return undefined;
  }

  /** What has completed since the last time. */
  collect(isTimed: boolean): Outcome[] {
    const completed = this.#completed;
    this.#completed = [];
    return isTimed ? completed : completed.map(untimed);
  }

  async #advance(ms: number): Promise<string | undefined> {
    try {
      await this.#clock.advance(ms);
      return undefined;
    } catch (error) {
      return `a timer threw ${String(error)}`;
    }
  }

  async #perform(op: Operation): Promise<void> {
    let end: Omit<Outcome, 'c' | 'at'>;
    try {
      const v = await this.#subject.perform(op);
      end = v === undefined ? { r: 'ok' } : { r: 'ok', v };
    } catch (error) {
      end = endOf(error);
    }
    this.#busy.delete(op.client);
    this.#completed.push({ c: op.client, ...end, at: this.#clock.now() });
  }
}

function isOfClient<Operation extends ClientOperation>(op: Operation | Advance): op is Operation {
  return 'client' in op;
}

/** The traces give times in `advance` steps only: in all others none passes. */
function untimed({ at: _at, ...outcome }: Outcome): Outcome {
  return outcome;
}

function endOf(error: unknown): Omit<Outcome, 'c' | 'at'> {
  if (LockUsageError.is(error)) return { r: 'assert', why: error.code };
  if (!LockError.is(error)) return { r: 'threw', why: String(error) };
  return error.code === 'timeout' ? { r: 'timeout' } : { r: 'error', why: error.code };
}
