/**
 * The locks of a run as they were at a moment, from its log: every lock is a machine again, the one that runs
 * everywhere else, and is told what the log says it was told. So queues have the order that they had, and
 * nothing about locks is known here.
 *
 * The grants of the log are not told but expected: a log that does not agree with the machines is found out.
 */
import { compiledMachines, type SetMachines } from '../../core/lock-set/machines.ts';
import type { LockCommand, LockEffect } from '../../core/shared-lock/commands.ts';
import * as ring from '../../core/shared-lock/ring.ts';
import type { LockInfo, LockInfoProvider } from '../../index.ts';
import { LiveLockInfo } from '../../locks/lock-info.ts';
import type {
  AddLine,
  GrantLine,
  LockLogLine,
  LogHead,
  LogLine,
  RemoveLine,
  WaitLine,
} from '../run/log-format.ts';
import { lockIds } from '../run/members.ts';

/** A line that cannot have happened. */
export class Disagreement extends Error {}

/** What executes the locks. */
export type LockExecutor = SetMachines['lock'];

interface ReplayedLock {
  readonly live: object;
  /** The request with which each job has its place here. */
  readonly requests: Map<string, number>;
}

/** All locks at a moment, to go on from. */
export interface SavedLocks {
  readonly requests: number;
  readonly states: ReadonlyMap<string, ReturnType<LockExecutor['read']>>;
}

export class LogReplay implements LockInfoProvider {
  readonly #machine: LockExecutor;
  readonly #locks = new Map<string, ReplayedLock>();
  #requests = 0;

  constructor({ members }: LogHead, machine: LockExecutor = compiledMachines.lock) {
    this.#machine = machine;
    for (const id of lockIds(members)) this.#begin(id);
  }

  *lockInfo(): Generator<LockInfo> {
    for (const [id, { live }] of this.#locks) yield new LiveLockInfo(id, () => this.#machine.context(live));
  }

  /** @throws {Disagreement} when a lock cannot have done what the line says. */
  apply(line: LogLine): void {
    if (line.type === 'request' || line.type === 'end') return;
    // It has changed nothing.
    if (line.type === 'refuse' && line.try === true) return;
    for (const name of line.names) this.#applyTo(`${line.level}/${name}`, line);
  }

  #applyTo(id: string, line: LockLogLine): void {
    const lock = this.#locks.get(id);
    if (line.type === 'add') {
      insist(lock === undefined, `adds ${id}, which is there already`);
      this.#begin(id);
    } else if (lock === undefined) {
      // Whoever waited for a lock that has ended was refused by that.
      insist(line.type === 'refuse', `speaks of ${id}, which is not there`);
    } else if (line.type === 'wait') this.#wait(id, lock, line);
    else if (line.type === 'grant') this.#grant(id, lock, line);
    else if (line.type === 'remove') this.#remove(id, lock, line.job);
    else this.#change(id, lock, line);
  }

  #wait(id: string, lock: ReplayedLock, { job, mode, priority, deletes }: WaitLine): void {
    const asked = { owner: job, request: this.#ask(lock, job), priority, try: false };
    const effects = deletes
      ? this.#send(lock, { type: 'lock.delete', ...asked })
      : this.#send(lock, { type: 'lock.acquire', mode, ...asked });
    insist(effects.length === 0, `lets ${job} wait at ${id}, which would be granted at once`);
  }

  /** Who waited has been granted by what came before; who did not wait asks only now. */
  #grant(id: string, lock: ReplayedLock, { job, mode, priority }: GrantLine): void {
    if (this.#standingOf(lock, job) === 'none') {
      const request = this.#ask(lock, job);
      this.#send(lock, { type: 'lock.acquire', owner: job, request, mode, priority, try: false });
    }
    insist(this.#standingOf(lock, job) === 'holder', `grants ${id} to ${job}, which it cannot have by then`);
  }

  #remove(id: string, lock: ReplayedLock, job: string): void {
    if (this.#machine.read(lock.live).value !== 'deleted') {
      const effects = this.#send(lock, {
        type: 'lock.delete',
        owner: job,
        request: this.#ask(lock, job),
        priority: 0,
        try: false,
      });
      const isGone = effects.some(({ type }) => type === 'lock.deleted');
      insist(isGone, `removes ${id} for ${job}, while it is held`);
    }
    this.#locks.delete(id);
  }

  /** What happens to a place that is there. */
  #change(
    id: string,
    lock: ReplayedLock,
    line: Exclude<LockLogLine, WaitLine | GrantLine | AddLine | RemoveLine>,
  ): void {
    const { type, job } = line;
    const place = { owner: job, request: lock.requests.get(job) ?? 0 };
    const needed = type === 'raise' || type === 'refuse' ? 'waiter' : 'holder';
    insist(
      this.#standingOf(lock, job) === needed,
      `says '${type}' of ${job}, which is no ${needed} of ${id}`,
    );
    if (line.type === 'raise') this.#send(lock, { type: 'lock.raise', ...place, priority: line.priority });
    else if (line.type === 'refuse') this.#send(lock, { type: 'lock.cancel', ...place, reason: 'timeout' });
    else this.#send(lock, { type: type === 'release' ? 'lock.release' : 'lock.downgrade', ...place });
  }

  /** All of it, at this moment. */
  save(): SavedLocks {
    const states = Array.from(this.#locks, ([id, { live }]) => [id, this.#machine.read(live)] as const);
    return { requests: this.#requests, states: new Map(states) };
  }

  /** Goes on from what was saved. */
  restore({ requests, states }: SavedLocks): void {
    this.#requests = requests;
    this.#locks.clear();
    for (const [id, state] of states) {
      const { holds, queue } = state.context;
      const places = [...holds, ...queue.flatMap(({ waiters }) => waiters)];
      const ofJobs = places.map(({ owner, request }) => [owner ?? '', request] as const);
      this.#locks.set(id, { live: this.#machine.restore(state, id), requests: new Map(ofJobs) });
    }
  }

  #begin(id: string): void {
    this.#locks.set(id, { live: this.#machine.start({ token: 0 }, () => id), requests: new Map() });
  }

  #ask(lock: ReplayedLock, job: string): number {
    this.#requests += 1;
    lock.requests.set(job, this.#requests);
    return this.#requests;
  }

  #standingOf({ live }: ReplayedLock, job: string): Standing {
    const { holds, queue } = this.#machine.context(live);
    for (const { owner } of ring.each(holds)) if (owner === job) return 'holder';
    for (const { owner } of queue ?? []) if (owner === job) return 'waiter';
    return 'none';
  }

  #send(lock: ReplayedLock, command: LockCommand): LockEffect[] {
    const effects: LockEffect[] = [];
    this.#machine.send(lock.live, command, (effect) => effects.push(effect));
    return effects;
  }
}

type Standing = 'holder' | 'waiter' | 'none';

function insist(isSo: boolean, otherwise: string): void {
  if (!isSo) throw new Disagreement(otherwise);
}
