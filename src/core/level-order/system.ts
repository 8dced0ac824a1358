/**
 * A lock manager at work: a lock set at each level, and for each owner that is about something a keyring, all
 * joined by one router. Nothing is decided here.
 */
import type { SetAnswer } from '../lock-set/commands.ts';
import { type Executor, executorOf, type SetMachines } from '../lock-set/machines.ts';
import { byKey } from '../lock-set/messages.ts';
import { LockSetSystem, type OwnerKey, type SystemState } from '../lock-set/system.ts';
import { type Message, Router } from '../router.ts';
import type { KeyringAnswer, Level, LevelAnswer, LevelOrderCommand, LevelOrderEffect } from './commands.ts';
import * as keyring from './compiled.ts';
import { type KeyringContext, type KeyringInput, ownsAny } from './rules.ts';

export interface ManagerMachines extends SetMachines {
  readonly keyring: Executor<
    KeyringInput,
    LevelOrderCommand,
    LevelOrderEffect,
    keyring.Context,
    keyring.State
  >;
}

export const compiledKeyring: ManagerMachines['keyring'] = executorOf({
  start: keyring.start,
  decode: keyring.decode,
  encode: keyring.encode,
  send: keyring.send,
});

/** A level, and the members that it begins with. */
export interface LevelSetup extends Level {
  readonly members: readonly string[];
}

export interface ManagerSetup {
  readonly levels: readonly LevelSetup[];
  /** A member of the first level. */
  readonly bigLock: string | null;
}

/** A whole manager as plain JSON. */
export interface ManagerState {
  /** In the order of levels. */
  readonly sets: readonly SystemState[];
  readonly keyrings: readonly { readonly key: OwnerKey; readonly state: keyring.State }[];
}

/** What is told outside. */
interface ManagerListener {
  /** An operation of this owner is over. */
  answered(key: OwnerKey, answer: KeyringAnswer): void;
  /** The owner asks a lock, and may have to wait there. */
  asked(key: OwnerKey): void;
}

export class LockManagerSystem {
  /** Whoever comes to watch puts itself between. */
  machines: ManagerMachines;
  readonly #listener: ManagerListener;
  readonly #router = new Router();
  readonly #levels: readonly Level[];
  readonly #bigLock: string | null;
  readonly #sets: ReadonlyMap<string, LockSetSystem>;
  readonly #keyrings = new Map<OwnerKey, object>();

  /** `state`: where it goes on from; with none it begins. */
  constructor(
    machines: ManagerMachines,
    { levels, bigLock }: ManagerSetup,
    listener: ManagerListener,
    state?: ManagerState,
  ) {
    this.machines = machines;
    this.#listener = listener;
    this.#levels = levels.map(({ name, modifiable }) => ({ name, modifiable }));
    this.#bigLock = bigLock;
    this.#sets = new Map(
      levels.map(({ name, members }, index) => [name, this.#openSet(name, state?.sets[index] ?? members)]),
    );
    for (const { key, state: saved } of state?.keyrings ?? []) {
      this.#keyrings.set(key, machines.keyring.restore(saved, idOf(key)));
    }
  }

  /** All of it, in canonical form. */
  encode(): ManagerState {
    const { keyring: executor } = this.machines;
    const keyrings = [...this.#keyrings].map(([key, live]) => ({ key, state: executor.read(live) }));
    return {
      sets: [...this.#sets.values()].map((set) => set.encode()),
      keyrings: keyrings.toSorted(byKey),
    };
  }

  /** One command of an owner, and all that follows from it. */
  perform(key: OwnerKey, command: LevelOrderCommand): void {
    this.#router.post(new ToKeyring(this, key, command, undefined));
    this.#router.run();
  }

  /** The lock set at a level; undefined where there is no such level. */
  set(level: string): LockSetSystem | undefined {
    return this.#sets.get(level);
  }

  /** What an owner has counted; for reading only. */
  keyring(key: OwnerKey): KeyringContext | undefined {
    const live = this.#keyrings.get(key);
    return live && this.machines.keyring.context(live);
  }

  /** For the router. */
  toKeyring(key: OwnerKey, command: LevelOrderCommand, from: object | undefined): void {
    const { keyring: executor } = this.machines;
    let live = this.#keyrings.get(key);
    if (live === undefined) {
      const who = typeof key === 'string' ? { owner: key, alias: null } : { owner: null, alias: key };
      live = executor.start({ ...who, levels: this.#levels, bigLock: this.#bigLock }, () => idOf(key));
      this.#keyrings.set(key, live);
    }
    const self = live;
    executor.send(self, command, (effect) => this.#fromKeyring(key, self, effect), from);
    const context = executor.context(self);
    if (context.operation !== null || ownsAny(context)) return;
    this.#keyrings.delete(key);
    executor.stop(self);
  }

  #fromKeyring(key: OwnerKey, from: object, effect: LevelOrderEffect): void {
    if (isAnswer(effect)) this.#listener.answered(key, effect);
    else this.#sets.get(effect.level)?.post(key, effect, from);
  }

  #openSet(level: string, from: readonly string[] | SystemState): LockSetSystem {
    const router = this.#router;
    const machines = this.machines;
    const listener = {
      answered: (key: OwnerKey, answer: SetAnswer, by: object) =>
        router.post(new ToKeyring(this, key, atLevel(level, answer), by)),
      asked: (key: OwnerKey) => this.#listener.asked(key),
    };
    return new LockSetSystem(level, { machines, router, listener }, from);
  }
}

/** What is said to a keyring; `from`: the live machine that says it, none when it comes from outside. */
class ToKeyring implements Message {
  next: Message | null = null;
  readonly manager: LockManagerSystem;
  readonly key: OwnerKey;
  readonly command: LevelOrderCommand;
  readonly from: object | undefined;

  constructor(
    manager: LockManagerSystem,
    key: OwnerKey,
    command: LevelOrderCommand,
    from: object | undefined,
  ) {
    this.manager = manager;
    this.key = key;
    this.command = command;
    this.from = from;
  }

  deliver(): void {
    this.manager.toKeyring(this.key, this.command, this.from);
  }
}

function atLevel(level: string, answer: SetAnswer): LevelAnswer {
  const { type, request, names } = answer;
  return type === 'set.refused'
    ? { type, level, request, names, reason: answer.reason }
    : { type, level, request, names };
}

export const idOf = (key: OwnerKey): string => `keyring ${key}`;

const isAnswer = (effect: LevelOrderEffect): effect is KeyringAnswer => effect.type.startsWith('keyring.');
