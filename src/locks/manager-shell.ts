/**
 * What is around the machines of a lock manager: operations with promises, and whose hold is whose.
 */
import type { KeyringAnswer, KeyringCommand } from '../core/level-order/commands.ts';
import { LockManagerSystem, type ManagerMachines, type ManagerSetup } from '../core/level-order/system.ts';
import type { SetContext } from '../core/lock-set/context.ts';
import type { LockSetSystem, OwnerKey } from '../core/lock-set/system.ts';
import type { Mode, RequestId } from '../core/shared-lock/commands.ts';
import type { Clock } from './clock.ts';
import { checkLevel, keyringErrorOf, unknownLevel } from './keyring-refusals.ts';
import type { Limits } from './operation-wait.ts';
import { Operations } from './operations.ts';
import { newRequestId } from './request-id.ts';
import { ALL, type Names, ownerOf, SetHold, type SetKeeper } from './set-hold.ts';
import { namesOf } from './set-names.ts';
import { heldTexts, someOf } from './set-views.ts';

type Requested = KeyringCommand & { readonly request: RequestId };
type Done = Exclude<KeyringAnswer, { type: 'keyring.refused' }>;

/** Whose operation it is, and where. */
export interface AskedAt {
  readonly key: OwnerKey;
  readonly level: string;
  readonly mode?: Mode | undefined;
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
      refuse: (request, names) => ({ type: 'keyring.refused', request, reason: 'abort', names }),
    });
    this.system = new LockManagerSystem(machines, setup, this.#operations);
  }

  /** Begins an operation, and waits for its answer; rejects when it is refused. */
  async ask(asked: AskedAt, command: Requested, limits: Limits): Promise<Done> {
    return this.begin(asked, command, limits) ?? this.wait(asked, command, limits);
  }

  /** Begins an operation; its answer, or undefined when it has to `wait`. Throws when it is refused. */
  begin(asked: AskedAt, command: Requested, limits: Limits): Done | undefined {
    const answer = this.#operations.begin(asked.key, command, limits);
    return answer && this.#done(asked, command, answer, limits.signal);
  }

  /** The answer of what was asked just now; rejects when it is refused. */
  async wait(asked: AskedAt, command: Requested, limits: Limits): Promise<Done> {
    const { key } = asked;
    const answer = await this.#operations.wait(key, command.request, limits, () => this.#undo(asked));
    return this.#done(asked, command, answer, limits.signal);
  }

  /** An operation that never waits; throws when it is refused. */
  change(type: 'keyring.release' | 'keyring.downgrade', asked: AskedAt, names: Names): void {
    const { level } = asked;
    const chosen = names === ALL ? null : namesOf(level, names);
    this.#finish(asked, { type, request: newRequestId(), level, names: chosen });
  }

  releaseAll(key: OwnerKey): void {
    this.#finish({ key, level: '' }, { type: 'keyring.releaseAll', request: newRequestId() });
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

  /** What is held, level by level, in one line. */
  textOf(key: OwnerKey): string {
    const held = this.#levelsHeld(key).flatMap((level) => heldTexts(level, this.owned(key, level)));
    return held.length === 0 ? 'holds nothing' : someOf(held);
  }

  /** Whoever acquired nothing owns nothing that could be given back. */
  #undo(asked: AskedAt): void {
    if (this.owned(asked.key, asked.level) !== undefined) this.change('keyring.release', asked, ALL);
  }

  #finish(asked: AskedAt, command: Requested): void {
    this.#done(asked, command, this.#operations.settle(asked.key, command), undefined);
  }

  #done(
    { key, level, mode }: AskedAt,
    command: KeyringCommand,
    answer: KeyringAnswer,
    signal: AbortSignal | undefined,
  ): Done {
    if (answer.type !== 'keyring.refused') return answer;
    const system = this.system.set(level);
    const refused = { set: level, system, key, mode, command, abortReason: signal?.reason };
    throw keyringErrorOf(answer, refused, this.#levelsHeld(key));
  }

  #levelsHeld(key: OwnerKey): readonly string[] {
    const { levels = [], held = [] } = this.system.keyring(key) ?? {};
    return levels.flatMap(({ name }, index) =>
      held[index] !== undefined && (held[index].setLock || held[index].members > 0) ? [name] : [],
    );
  }
}

/** The lock set at one level, for a hold there. */
class LevelKeeper implements SetKeeper {
  readonly name: string;
  readonly system: LockSetSystem;
  readonly #shell: ManagerShell;
  readonly #asked: AskedAt;

  constructor(shell: ManagerShell, asked: AskedAt) {
    this.name = asked.level;
    this.system = shell.set(asked.key, asked.level);
    this.#shell = shell;
    this.#asked = asked;
  }

  change(type: 'release' | 'downgrade', key: OwnerKey, names: Names): void {
    this.#shell.change(`keyring.${type}`, { ...this.#asked, key }, names);
  }
}
