/**
 * What is around the machines of a lock set: operations with promises, and whose hold is whose.
 */
import type { LockSetCommand, SetAnswer } from '../core/lock-set/commands.ts';
import type { SetContext } from '../core/lock-set/context.ts';
import type { SetMachines } from '../core/lock-set/machines.ts';
import { LockSetSystem, type OwnerKey } from '../core/lock-set/system.ts';
import { Router } from '../core/router.ts';
import type { Mode, OwnerId, RequestId } from '../core/shared-lock/commands.ts';
import { badArgument } from './errors.ts';
import { engineOf } from './inspection.ts';
import type { Limits } from './operation-wait.ts';
import { Operations } from './operations.ts';
import type { LockOptions } from './options.ts';
import { newRequestId } from './request-id.ts';
import { ALL, type Names, SetHold, type SetKeeper } from './set-hold.ts';
import { namesOf } from './set-names.ts';
import { setErrorOf } from './set-refusals.ts';

/** An operation, and whose it is. */
export interface Asked {
  readonly request: RequestId;
  readonly key: OwnerKey;
  readonly mode?: Mode | undefined;
}

type Requested = LockSetCommand & { readonly request: RequestId };
type Done = Exclude<SetAnswer, { type: 'set.refused' }>;

export class SetShell implements SetKeeper {
  readonly system: LockSetSystem;
  readonly name: string;
  readonly #operations: Operations<LockSetCommand, SetAnswer>;

  constructor(name: string, members: readonly string[], machines: SetMachines) {
    this.name = name;
    const operations = new Operations<LockSetCommand, SetAnswer>({
      perform: (key, command) => this.system.perform(key, command),
      cancel: (request, reason) => ({ type: 'set.cancel', request, reason }),
      raise: (request, priority) => ({ type: 'set.raise', request, priority }),
      refuse: (request, names) => ({ type: 'set.refused', request, reason: 'abort', names }),
    });
    this.#operations = operations;
    this.system = new LockSetSystem(name, { machines, router: new Router(), listener: operations }, members);
  }

  by(owner: OwnerId | null, mode?: Mode): Asked {
    const request = newRequestId();
    return { request, key: owner ?? request, mode };
  }

  /** Begins an operation, and waits for its answer; rejects when it is refused. */
  async ask(asked: Asked, command: Requested, limits: Limits): Promise<Done> {
    return this.begin(asked, command, limits) ?? this.wait(asked, command, limits);
  }

  /** Begins an operation; its answer, or undefined when it has to `wait`. Throws when it is refused. */
  begin(asked: Asked, command: Requested, limits: Limits): Done | undefined {
    const answer = this.#operations.begin(asked.key, command, limits);
    return answer && this.#done(asked, command, answer, limits.signal);
  }

  /** The answer of what was asked just now; rejects when it is refused. */
  async wait(asked: Asked, command: Requested, limits: Limits): Promise<Done> {
    const { key, request } = asked;
    const answer = await this.#operations.wait(key, request, limits, () => this.#undo(key));
    return this.#done(asked, command, answer, limits.signal);
  }

  /** An operation that never waits; throws when it is refused. */
  change(type: 'release' | 'downgrade', key: OwnerKey, names: Names): void {
    const chosen = names === ALL ? null : namesOf(this.name, names);
    const request = newRequestId();
    const command = { type: `set.${type}`, request, names: chosen } as const;
    this.#done({ request, key }, command, this.#operations.settle(key, command), undefined);
  }

  owned(key: OwnerKey): SetContext | undefined {
    return this.system.owned(key);
  }

  holdOf(asked: Asked, names: readonly string[]): SetHold {
    return new SetHold(this, asked.key, names);
  }

  /** Whoever acquired nothing owns nothing that could be given back. */
  #undo(key: OwnerKey): void {
    if (this.owned(key) !== undefined) this.change('release', key, ALL);
  }

  #done(
    { key, mode }: Asked,
    command: LockSetCommand,
    answer: SetAnswer,
    signal: AbortSignal | undefined,
  ): Done {
    if (answer.type !== 'set.refused') return answer;
    const { name: set, system } = this;
    throw setErrorOf(answer, { set, system, key, mode, command, abortReason: signal?.reason });
  }
}

/**
 * What executes the machines of a lock set or manager, `compiled` unless an engine is given; here and not
 * with the engines, so that one lock alone stays small.
 */
export function machinesOf<Machines extends SetMachines>(
  set: string,
  options: LockOptions,
  compiled: Machines,
): Machines {
  const engine = engineOf(options);
  if (engine === undefined) return compiled;
  // Those of a manager, which have what a set needs.
  if (engine.machines !== undefined) return engine.machines(set) as SetMachines as Machines;
  throw badArgument(set, `The engine '${engine.name}' executes single locks only.`);
}
