/**
 * What is around the machines of a lock set: operations with promises, and whose hold is whose.
 */
import type { LockSetCommand, SetAnswer } from '../core/lock-set/commands.ts';
import type { SetContext } from '../core/lock-set/context.ts';
import { compiledMachines, type SetMachines } from '../core/lock-set/machines.ts';
import { LockSetSystem, type OwnerKey } from '../core/lock-set/system.ts';
import { Router } from '../core/router.ts';
import type { Mode, OwnerId, RequestId } from '../core/shared-lock/commands.ts';
import { badArgument } from './errors.ts';
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
  readonly owner: OwnerId | null;
  readonly mode?: Mode | undefined;
}

type Done = Exclude<SetAnswer, { type: 'set.refused' }>;

export class SetShell implements SetKeeper {
  readonly system: LockSetSystem;
  readonly #name: string;
  readonly #operations: Operations<LockSetCommand, SetAnswer>;

  constructor(name: string, members: readonly string[], machines: SetMachines) {
    this.#name = name;
    const operations = new Operations<LockSetCommand, SetAnswer>({
      perform: (key, command) => this.system.perform(key, command),
      cancel: (request, reason) => ({ type: 'set.cancel', request, reason }),
      raise: (request, priority) => ({ type: 'set.raise', request, priority }),
      aborted: ({ request, names, type }) => ({
        type: 'set.refused',
        request: request as RequestId,
        reason: 'abort',
        names: type === 'set.removed' ? names : [],
      }),
      isGrant: ({ type }) => type === 'set.acquired',
      isAnswer: ({ type }) => type === 'set.names' || type === 'set.removed',
    });
    this.#operations = operations;
    this.system = new LockSetSystem(name, { machines, router: new Router(), listener: operations }, members);
  }

  by(owner: OwnerId | null, mode?: Mode): Asked {
    return { request: newRequestId(), owner, mode };
  }

  /** Begins an operation, and waits for its answer; rejects when it is refused. */
  async ask(
    asked: Asked,
    command: LockSetCommand & { readonly request: RequestId },
    limits: Limits,
  ): Promise<Done> {
    const key = keyOf(asked);
    const answer = await this.#operations.ask(key, command, limits, () => this.#undo(key));
    return this.#done(asked, key, command, answer, limits.signal);
  }

  /** An operation that never waits; throws when it is refused. */
  change(type: 'release' | 'downgrade', key: OwnerKey, owner: OwnerId | null, names: Names): void {
    const chosen = names === ALL ? null : namesOf(this.#name, names);
    const asked = this.by(owner);
    const { request } = asked;
    const command = { type: `set.${type}`, request, names: chosen } as const;
    const answer = this.#operations.perform(key, command, request);
    if (answer === undefined) throw new Error(`lockchart: '${type}' was not answered; please report this`);
    this.#done(asked, key, command, answer, undefined);
  }

  owned(key: OwnerKey): SetContext | undefined {
    return this.system.owned(key);
  }

  holdOf(asked: Asked, names: readonly string[]): SetHold {
    return new SetHold(this, keyOf(asked), names);
  }

  /** Whoever acquired nothing owns nothing that could be given back. */
  #undo(key: OwnerKey): void {
    if (this.owned(key) !== undefined) this.change('release', key, null, ALL);
  }

  #done(
    { owner, mode }: Asked,
    key: OwnerKey,
    command: LockSetCommand,
    answer: SetAnswer,
    signal: AbortSignal | undefined,
  ): Done {
    if (answer.type !== 'set.refused') return answer;
    const asked = 'names' in command ? command.names : undefined;
    const refused = { set: this.#name, system: this.system, key, owner, mode, asked };
    throw setErrorOf(answer, refused, signal?.reason);
  }
}

/**
 * What executes the machines of a lock set; here and not with the engines, so that one lock alone stays
 * small.
 */
export function machinesOf(set: string, { engine }: LockOptions): SetMachines {
  if (engine === undefined) return compiledMachines;
  if (engine.machines !== undefined) return engine.machines(set);
  throw badArgument(set, `The engine '${engine.name}' executes single locks only.`);
}

const keyOf = ({ owner, request }: Asked): OwnerKey => owner ?? request;
