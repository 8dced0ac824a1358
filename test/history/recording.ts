/**
 * An engine that writes down what its locks are asked and answer, as a history: single locks, and those of
 * sets and managers. So what is judged is what the locks did, and not what their shells say of it.
 */
import { compiledKeyring } from '../../src/core/level-order/system.ts';
import { compiledMachines, type SetMachines } from '../../src/core/lock-set/machines.ts';
import { commandOf, effectOf } from '../../src/core/shared-lock/canonical.ts';
import type { LockCommand, LockEffect } from '../../src/core/shared-lock/commands.ts';
import type { LockEngine } from '../../src/index.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
import type { HistoryEvent } from '../../src/testing.ts';

export type Tell = (event: HistoryEvent) => void;

/** `name`: of all locks on it; no two of a kind may have one name. */
export function recordingEngine(engine: LockEngine | undefined, now: () => number, tell: Tell): LockEngine {
  const inner = engine ?? compiledEngine;
  const recorder = new Recorder(now, tell);
  const machines = (name: string): ReturnType<NonNullable<LockEngine['machines']>> => {
    const parts = inner.machines?.(name) ?? { ...compiledMachines, keyring: compiledKeyring };
    return { ...parts, lock: recorder.executor(parts.lock, name) };
  };
  return {
    ...inner,
    name: `recording ${inner.name}`,
    machines,
    start: (name) => recorder.named(inner.start(name), name),
    send: (live, type, command, emit) => {
      const record = recorder.of(live, commandOf(type, command));
      inner.send(live, type, command, (kind, subject, detail) => {
        record(effectOf(kind, subject, detail));
        emit(kind, subject, detail);
      });
      record();
    },
  };
}

/** Called with each effect, and without one when there are no more. */
type Record = (effect?: LockEffect) => void;

class Recorder {
  readonly #now: () => number;
  readonly #tell: Tell;
  readonly #names = new WeakMap<object, string>();
  readonly #known = new Set<string>();

  constructor(now: () => number, tell: Tell) {
    this.#now = now;
    this.#tell = tell;
  }

  executor(inner: SetMachines['lock'], system: string): SetMachines['lock'] {
    return {
      ...inner,
      start: (input, id) => this.named(inner.start(input, id), `${system}:${id()}`),
      send: (live, command, tell, from) => {
        const record = this.of(live, command);
        const heard = (effect: LockEffect): void => {
          record(effect);
          tell(effect);
        };
        inner.send(live, command, heard, from);
        record();
      },
    };
  }

  named<Live extends object>(live: Live, name: string): Live {
    this.#names.set(live, name);
    if (this.#known.has(name)) this.#tell({ type: 'add', at: this.#now(), owner: '', lock: name });
    this.#known.add(name);
    return live;
  }

  /** The request stands before its answers, but a request that is wrong use is none. */
  of(live: object, command: LockCommand): Record {
    const lock = this.#names.get(live) ?? '';
    let isAsked = false;
    const ask = (): void => {
      if (isAsked) return;
      isAsked = true;
      if (command.type === 'lock.close') this.#tell({ type: 'close', at: this.#now(), owner: '', lock });
      if (command.type !== 'lock.acquire' && command.type !== 'lock.delete') return;
      const { priority, try: isTry } = command;
      const asked = { at: this.#now(), owner: nameOf(command), lock, priority, try: isTry };
      if (command.type === 'lock.delete') this.#tell({ type: 'request', ...asked, deletes: true });
      else this.#tell({ type: 'request', ...asked, mode: command.mode });
    };
    return (effect) => {
      if (effect?.type === 'lock.refused' && MISUSE.has(effect.reason)) isAsked = true;
      else {
        ask();
        if (effect !== undefined) this.#answer(lock, effect, command);
      }
    };
  }

  #answer(lock: string, effect: LockEffect, command: LockCommand): void {
    const stamp = { at: this.#now(), owner: nameOf(effect), lock };
    if (effect.type === 'lock.granted')
      this.#tell({ type: 'grant', ...stamp, mode: effect.mode, token: effect.token });
    else if (effect.type === 'lock.refused') this.#tell({ type: 'refuse', ...stamp, reason: effect.reason });
    else if (effect.type === 'lock.deleted') this.#tell({ type: 'remove', ...stamp });
    else if (effect.type === 'lock.downgraded') this.#tell({ type: 'downgrade', ...stamp });
    else if (effect.type === 'lock.raised' && command.type === 'lock.raise')
      this.#tell({ type: 'raise', ...stamp, priority: command.priority });
    // Whoever removes what it holds does not let go of it first.
    else if (effect.type === 'lock.released' && command.type !== 'lock.delete')
      this.#tell({ type: 'release', ...stamp });
  }
}

const MISUSE: ReadonlySet<string> = new Set([
  'double-acquire',
  'release-unowned',
  'downgrade-unowned',
  'delete-while-sharing',
  'not-waiting',
  'not-more-urgent',
]);

function nameOf({
  owner,
  request,
}: {
  readonly owner: string | null;
  readonly request?: number | null;
}): string {
  return owner ?? `#${request}`;
}
