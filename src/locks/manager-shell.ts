/**
 * What is around the machines of a lock manager: operations with promises, and whose hold is whose.
 */
import type { KeyringAnswer, KeyringCommand } from '../core/level-order/commands.ts';
import { LockManagerSystem, type ManagerMachines, type ManagerSetup } from '../core/level-order/system.ts';
import type { SetContext } from '../core/lock-set/context.ts';
import type { LockSetSystem, OwnerKey } from '../core/lock-set/system.ts';
import type { Mode, OwnerId, RequestId } from '../core/shared-lock/commands.ts';
import type { Clock } from './clock.ts';
import { checkLevel, keyringErrorOf, unknownLevel } from './keyring-refusals.ts';
import type { Limits } from './operation-wait.ts';
import { Operations } from './operations.ts';
import { newRequestId } from './request-id.ts';
import { ALL, type Names, ownerOf, SetHold, type SetKeeper } from './set-hold.ts';
import { namesOf } from './set-names.ts';

type Done = Exclude<KeyringAnswer, { type: 'keyring.refused' }>;

/** Whose operation it is, and where. */
export interface AskedAt {
  readonly key: OwnerKey;
  readonly level: string;
  readonly mode?: Mode | undefined;
  /** Of a hold that is over, whose key is nobody's any more. */
  readonly owner?: OwnerId | null;
}

export class ManagerShell {
  readonly system: LockManagerSystem;
  readonly clock: Clock;
  readonly #operations: Operations<KeyringCommand, KeyringAnswer>;

  constructor(machines: ManagerMachines, setup: ManagerSetup, clock: Clock) {
    this.clock = clock;
    this.#operations = new Operations<KeyringCommand, KeyringAnswer>({
      perform: (key, command) => this.system.perform(key, command),
      cancel: (request, reason) => ({ type: 'keyring.cancel', request, reason }),
      raise: (request, priority) => ({ type: 'keyring.raise', request, priority }),
      aborted: ({ request, names, type }) => ({
        type: 'keyring.refused',
        request: request as RequestId,
        reason: 'abort',
        names: type === 'keyring.removed' ? names : [],
      }),
      isGrant: ({ type }) => type === 'keyring.acquired',
      isAnswer: ({ type }) => type === 'keyring.names' || type === 'keyring.removed',
    });
    this.system = new LockManagerSystem(machines, setup, this.#operations);
  }

  /** Begins an operation, and waits for its answer; rejects when it is refused. */
  async ask(
    asked: AskedAt,
    command: KeyringCommand & { readonly request: RequestId },
    limits: Limits,
  ): Promise<Done> {
    const answer = await this.#operations.ask(asked.key, command, limits, () => this.#undo(asked));
    return this.#done(asked, command, answer, limits.signal);
  }

  /** An operation that never waits; throws when it is refused. */
  change(type: 'keyring.release' | 'keyring.downgrade', asked: AskedAt, names: Names): void {
    const { level } = asked;
    const chosen = names === ALL ? null : namesOf(level, names);
    const request = newRequestId();
    this.#finish(asked, request, { type, request, level, names: chosen });
  }

  releaseAll(key: OwnerKey): void {
    const request = newRequestId();
    this.#finish({ key, level: '' }, request, { type: 'keyring.releaseAll', request });
  }

  /** @throws {LockUsageError} `invalid-level`. */
  set(key: OwnerKey, level: string): LockSetSystem {
    checkLevel(level);
    const set = this.system.set(level);
    if (set === undefined) throw unknownLevel(level, ownerOf(key));
    return set;
  }

  owned(key: OwnerKey, level: string): SetContext | undefined {
    return this.set(key, level).owned(key);
  }

  holdOf(asked: AskedAt, names: readonly string[]): SetHold {
    return new SetHold(new LevelKeeper(this, asked), asked.key, names);
  }

  /** Whoever acquired nothing owns nothing that could be given back. */
  #undo(asked: AskedAt): void {
    if (this.owned(asked.key, asked.level) !== undefined) this.change('keyring.release', asked, ALL);
  }

  #finish(asked: AskedAt, request: RequestId, command: KeyringCommand): void {
    const answer = this.#operations.perform(asked.key, command, request);
    if (answer === undefined) {
      throw new Error(`lockchart: '${command.type}' was not answered; please report this`);
    }
    this.#done(asked, command, answer, undefined);
  }

  #done(
    { key, level, mode, owner = ownerOf(key) }: AskedAt,
    command: KeyringCommand,
    answer: KeyringAnswer,
    signal: AbortSignal | undefined,
  ): Done {
    if (answer.type !== 'keyring.refused') return answer;
    const asked = 'names' in command ? command.names : undefined;
    const system = this.system.set(level);
    const held = this.levelsHeld(key);
    const refused = { level, system, key, owner, mode, asked, held, command: command.type };
    throw keyringErrorOf(answer, refused, signal?.reason);
  }

  /** In order. */
  levelsHeld(key: OwnerKey): readonly string[] {
    const { levels = [], held = [] } = this.system.keyring(key) ?? {};
    return levels.flatMap(({ name }, index) =>
      held[index] !== undefined && (held[index].setLock || held[index].members > 0) ? [name] : [],
    );
  }
}

/** The lock set at one level, for a hold there. */
class LevelKeeper implements SetKeeper {
  readonly system: LockSetSystem;
  readonly #shell: ManagerShell;
  readonly #asked: AskedAt;

  constructor(shell: ManagerShell, asked: AskedAt) {
    this.system = shell.set(asked.key, asked.level);
    this.#shell = shell;
    this.#asked = asked;
  }

  change(type: 'release' | 'downgrade', key: OwnerKey, owner: OwnerId | null, names: Names): void {
    this.#shell.change(`keyring.${type}`, { ...this.#asked, key, owner }, names);
  }
}
