/**
 * A machine as the page knows it: who it is, and what has happened to it, step by step.
 */

import type { LockData } from '../../../core/shared-lock/canonical.ts';
import type { EventJson, SnapshotJson, TransitionJson } from '../../../inspect/protocol.ts';
import type { MachineConfig } from '../chart/config.ts';

/** From an event to rest. */
export interface Step {
  /** Its place in the recording. */
  readonly moment: number;
  readonly at: number;
  readonly machine: Machine;
  readonly event: EventJson;
  /** Who has sent it, where it is known. */
  readonly source: Machine | undefined;
  /** What was taken, microstep by microstep; empty where nobody has told. */
  readonly transitions: readonly TransitionJson[];
  /** The states it went through, the one before first; each once where it stayed. */
  readonly path: readonly string[];
  readonly snapshot: SnapshotJson;
  /** What it said on the way. */
  readonly said: readonly EventJson[];
  /** In memory, roughly. */
  readonly size: number;
}

/** What a definition says; shared by all machines that have it. */
export interface Definition {
  /** `sharedLock`, `lockSet`, … or what a user has called it. */
  readonly kind: string;
  readonly config: MachineConfig;
}

/** A process that inspects; or the run of a log. */
export interface Program {
  readonly key: string;
  readonly title: string;
}

export interface MachineIdentity {
  readonly key: string;
  readonly name: string;
  /** What its program calls it. */
  readonly sessionId: string;
  readonly definition: Definition;
  /** What it lives in. */
  readonly program: Program;
  /** The key of the machine at the top. */
  readonly root: string;
  readonly hasParent: boolean;
}

export class Machine {
  identity: MachineIdentity;
  /** When each request that may wait came. */
  readonly asked = new Map<number, number>();

  constructor(identity: MachineIdentity) {
    this.identity = identity;
  }

  get name(): string {
    return this.identity.name;
  }

  get kind(): string {
    return this.identity.definition.kind;
  }

  get isLock(): boolean {
    return this.kind === 'sharedLock';
  }

  /** Keeps when a request came that was not answered at once, so that it can be said how long it waits. */
  noteRequest(event: EventJson, said: readonly EventJson[], at: number): void {
    const { ['request']: request } = event;
    if (isAsking(event) && typeof request === 'number' && !isAnswered(event, said)) {
      this.asked.set(request, at);
    }
  }

  /** Forgets requests that wait no more; a lock of long life would remember them all. */
  forgetRequests(snapshot: SnapshotJson): void {
    const data = lockDataOf(this, snapshot);
    if (data === undefined || this.asked.size < 1_000) return;
    const waiting = new Set(data.queue.flatMap(({ waiters }) => waiters.map(({ request }) => request)));
    for (const request of this.asked.keys()) if (!waiting.has(request)) this.asked.delete(request);
  }
}

/** Of a lock, for what it may let one wait. */
export const isAsking = ({ type }: EventJson): boolean => type === 'lock.acquire' || type === 'lock.delete';

export const isAnswered = ({ ['request']: request }: EventJson, said: readonly EventJson[]): boolean =>
  said.some((answer) => answer['request'] === request);

/** The state's name; of states in parallel and in each other all of them. */
export function stateText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, inside]) => {
      const text = stateText(inside);
      return text === '' ? key : `${key}.${text}`;
    })
    .join(' + ');
}

/** What a lock's snapshot says; undefined for what is no lock of ours. */
export function lockDataOf(machine: Machine, snapshot: SnapshotJson | undefined): LockData | undefined {
  if (!machine.isLock) return undefined;
  const context = snapshot?.context as Partial<LockData> | undefined;
  return hasPlaces(context?.holds) && areGroups(context?.queue) ? (context as LockData) : undefined;
}

// A machine of somebody else may have the same name, and anything in it.
function hasPlaces(places: unknown): boolean {
  return Array.isArray(places) && places.every((place) => isObject(place) && isMode(place['mode']));
}

function areGroups(groups: unknown): boolean {
  return (
    Array.isArray(groups) &&
    groups.every((group) => {
      if (!isObject(group) || !isMode(group['mode'])) return false;
      return Array.isArray(group['waiters']) && group['waiters'].every(isObject);
    })
  );
}

const isMode = (mode: unknown): boolean => mode === 'shared' || mode === 'exclusive';
const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Whoever has no name is called by a request. */
export function ownerName(owner: unknown, request?: unknown): string {
  if (typeof owner === 'string') return owner;
  return typeof request === 'number' ? `#${request}` : '?';
}
