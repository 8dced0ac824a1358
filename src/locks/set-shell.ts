/**
 * What is around the machines of a lock set: which operation waits, what it is answered, and whose hold is
 * whose.
 */
import type { LockSetCommand, SetAnswer } from '../core/lock-set/commands.ts';
import type { SetContext } from '../core/lock-set/context.ts';
import { compiledMachines, type SetMachines } from '../core/lock-set/machines.ts';
import { LockSetSystem, type OwnerKey } from '../core/lock-set/system.ts';
import type { CancelReason, Mode, OwnerId, RequestId } from '../core/shared-lock/commands.ts';
import { badArgument } from './errors.ts';
import type { LockOptions } from './options.ts';
import { newRequestId } from './request-id.ts';
import { ALL, type Names, SetHold, type SetKeeper } from './set-hold.ts';
import { namesOf } from './set-names.ts';
import { setErrorOf } from './set-refusals.ts';
import { type SetLimits, SetWait } from './set-wait.ts';

/** An operation, and whose it is. */
export interface Asked {
  readonly request: RequestId;
  readonly owner: OwnerId | null;
  readonly mode?: Mode | undefined;
}

type Done = Exclude<SetAnswer, { type: 'set.refused' }>;

export class SetShell implements SetKeeper {
  readonly system: LockSetSystem;
  readonly #name: string;
  readonly #waits = new Map<OwnerKey, SetWait>();
  /** Whose machine gave a hold: an owner that has given back all, and comes again, has another one. */
  readonly #givers = new WeakMap<SetHold, { readonly key: OwnerKey; readonly machine: object | undefined }>();
  readonly #asked = new Set<OwnerKey>();
  #answers: { readonly key: OwnerKey; readonly answer: SetAnswer }[] = [];

  constructor(name: string, members: readonly string[], machines: SetMachines) {
    this.#name = name;
    this.system = new LockSetSystem(machines, members, {
      answered: (key, answer) => this.#answers.push({ key, answer }),
      asked: (key) => {
        // The last to ask comes last.
        this.#asked.delete(key);
        this.#asked.add(key);
      },
    });
  }

  by(owner: OwnerId | null, mode?: Mode): Asked {
    return { request: newRequestId(), owner, mode };
  }

  /** Begins an operation, and waits for its answer; rejects when it is refused. */
  async ask(asked: Asked, command: LockSetCommand, limits: SetLimits): Promise<Done> {
    const { signal } = limits;
    if (signal?.aborted) throw signal.reason;
    const key = keyOf(asked);
    let answer = this.#perform(key, command, asked.request);
    if (answer === undefined) {
      const wait = new SetWait(asked.request, limits, (reason) => this.#cancel(key, asked.request, reason));
      this.#waits.set(key, wait);
      wait.begin();
      answer = await wait.answered;
    }
    return this.#done(asked, answer, signal?.reason);
  }

  /** An operation that never waits; throws when it is refused. */
  change(type: 'set.release' | 'set.downgrade', asked: Asked, key: OwnerKey, names: Names): void {
    const chosen = names === ALL ? null : namesOf(this.#name, names);
    const answer = this.#perform(key, { type, request: asked.request, names: chosen }, asked.request);
    if (answer === undefined) throw new Error(`lockchart: '${type}' was not answered; please report this`);
    this.#done(asked, answer, undefined);
  }

  owned(key: OwnerKey): SetContext | undefined {
    return this.system.owned(key);
  }

  holdOf(asked: Asked, names: readonly string[]): SetHold {
    const hold = new SetHold(this, asked.owner, names);
    const key = keyOf(asked);
    this.#givers.set(hold, { key, machine: this.system.machineOf(key) });
    return hold;
  }

  held(hold: SetHold): SetContext['members'] | undefined {
    const giver = this.#givers.get(hold);
    if (giver?.machine === undefined) return undefined;
    return this.system.machineOf(giver.key) === giver.machine ? this.owned(giver.key)?.members : undefined;
  }

  releaseHold(hold: SetHold, names: Names): void {
    this.#changeHold('set.release', hold, names);
  }

  downgradeHold(hold: SetHold, names: Names): void {
    this.#changeHold('set.downgrade', hold, names);
  }

  #changeHold(type: 'set.release' | 'set.downgrade', hold: SetHold, names: Names): void {
    const asked = this.by(hold.owner);
    const giver = this.#givers.get(hold);
    // A hold that is over speaks for nobody, whoever has its owner's name now.
    const key = giver !== undefined && hold.isHeld ? giver.key : asked.request;
    this.change(type, asked, key, names);
  }

  #cancel(key: OwnerKey, request: RequestId, reason: CancelReason): void {
    this.#perform(key, { type: 'set.cancel', request, reason }, null);
  }

  /** One command and all that follows; returns the answer to `request`, if it has come. */
  #perform(key: OwnerKey, command: LockSetCommand, request: RequestId | null): SetAnswer | undefined {
    this.system.perform(key, command);
    const answers = this.#answers;
    const asked = [...this.#asked];
    this.#answers = [];
    this.#asked.clear();
    let own: SetAnswer | undefined;
    for (const { key: whose, answer } of answers) {
      if (request !== null && answer.request === request) own = answer;
      else this.#answer(whose, answer);
    }
    for (const whose of asked) this.#waits.get(whose)?.waitAnew();
    return own;
  }

  #answer(key: OwnerKey, answer: SetAnswer): void {
    const wait = this.#waits.get(key);
    // A late cancel is answered too, and concerns nobody.
    if (wait === undefined || wait.request !== answer.request || isLateCancel(answer)) return;
    this.#waits.delete(key);
    if (answer.type === 'set.acquired' && wait.limits.signal?.aborted) {
      // The signal was first: its listeners are just being called.
      wait.end({ type: 'set.refused', request: answer.request, reason: 'abort', names: [] });
      if (this.owned(key) !== undefined) this.change('set.release', this.by(null), key, ALL);
    } else wait.end(answer);
  }

  #done({ owner, mode }: Asked, answer: SetAnswer, abortReason: unknown): Done {
    if (answer.type !== 'set.refused') return answer;
    throw setErrorOf(answer, this.#name, owner, mode, abortReason);
  }
}

/**
 * What executes the machines of a lock set; here and not with the engines, so that one lock alone stays
 * small.
 */
export function machinesOf(set: string, { engine }: LockOptions): SetMachines {
  if (engine === undefined) return compiledMachines;
  if (engine.set !== undefined) return engine.set;
  throw badArgument(set, `The engine '${engine.name}' executes single locks only.`);
}

const keyOf = ({ owner, request }: Asked): OwnerKey => owner ?? request;

const isLateCancel = (answer: SetAnswer): boolean =>
  answer.type === 'set.refused' && answer.reason === 'not-waiting';
