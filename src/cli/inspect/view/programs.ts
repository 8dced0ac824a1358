/** The processes that tell what happens in them: who they are, and which machines they have. */
import type { HelloMessage } from '../../../inspect/protocol.ts';
import type { Program } from './machine.ts';
import type { EventRow } from './recording.ts';
import type { Told } from './told.ts';

export interface Process extends Program {
  title: string;
  /** Nothing comes from it any more. */
  isGone: boolean;
  /** By session id. */
  readonly machines: Map<string, Told>;
}

/** A process has come, or gone. */
export interface Passage {
  readonly moment: number;
  readonly at: number;
  readonly size: number;
  readonly program: string;
  readonly what: 'connected' | 'gone';
}

export class Programs {
  /** By connection. */
  readonly #processes = new Map<string, Process>();
  /** By instance, which is the same when a process has come again. */
  readonly #instances = new Map<string, Process>();

  /** Those that are there, and the last that was when nobody is. */
  get list(): readonly Process[] {
    const all = [...new Set(this.#processes.values())];
    const there = all.filter(({ isGone }) => !isGone);
    return there.length > 0 ? there : all.slice(-1);
  }

  known(key: string): Process | undefined {
    return this.#processes.get(key);
  }

  of(key: string): Process {
    const known = this.#processes.get(key);
    if (known !== undefined) return known;
    const process = { key, title: 'a program', isGone: false, machines: new Map<string, Told>() };
    this.#processes.set(key, process);
    return process;
  }

  /** It is gone until somebody says that it is there. */
  greet(key: string, { instance, title, pid }: HelloMessage): Process {
    const isNew = !this.#instances.has(instance);
    const process = this.#instances.get(instance) ?? this.of(key);
    process.title = pid === null ? title : `${title} (${pid})`;
    if (isNew) process.isGone = true;
    this.#processes.set(key, process);
    this.#instances.set(instance, process);
    return process;
  }

  find(key: string, sessionId: string | undefined): Told | undefined {
    return sessionId === undefined ? undefined : this.#processes.get(key)?.machines.get(sessionId);
  }

  /** Nobody can see this machine any more, at no moment. */
  forget({ machine }: Told): void {
    const { program, sessionId } = machine.identity;
    const process = program as Process;
    process.machines.delete(sessionId);
    if (!process.isGone || process.machines.size > 0) return;
    for (const known of [this.#processes, this.#instances]) {
      for (const [key, other] of known) if (other === process) known.delete(key);
    }
  }
}

export function rowOfPassage({ moment, at, program, what }: Passage): EventRow {
  const [from, to] = [
    { lane: 'owner', name: program },
    { lane: 'owner', name: '' },
  ] as const;
  return {
    moment,
    at,
    from,
    to,
    label: what,
    isAnswer: false,
    path: [],
    said: '',
    program,
    machine: undefined,
  };
}
