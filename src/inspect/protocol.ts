/**
 * What a process says to a viewer of its machines: one JSON object a message, as text.
 *
 * The first three are those of Stately's inspector, field for field, so that its viewers understand us and a
 * viewer of ours understands everything that speaks its protocol. The others are ours; Stately's viewers
 * ignore them, and a viewer of ours does without them when it listens to somebody else.
 *
 * Over one connection:
 *
 * - `lockchart.hello` comes first, then an `@xstate.actor` with its present snapshot for every machine that
 *   lives and whose own registration does not follow; then, if any were lost, `lockchart.dropped`; then what
 *   was kept from before the connection, in order; then everything as it happens.
 * - `lockchart.hello` may come again, with another title.
 * - Ids are unique within one process (`lockchart.hello`), and those of processes are not told apart by them.
 * - A machine may be spoken of that was never registered, when its registration was lost.
 * - An `@xstate.actor` of a machine that is known already replaces what is known of it. It comes when
 *   something was lost that was said of the machine; what was kept of that, older than the registration,
 *   comes after it.
 * - A snapshot's `context` is left out where it is long (more than 1,000 characters) and the same as in the
 *   message before about that machine. So the catalogue of a great set is not said with every acquire.
 */

/** The version of this protocol, which grows when an old viewer could misunderstand a message. */
export const PROTOCOL_VERSION = 1;

/** Any message. */
export type InspectorMessage =
  | ActorMessage
  | EventMessage
  | SnapshotMessage
  | MicrostepMessage
  | ActionMessage
  | HelloMessage
  | DroppedMessage
  | GoneMessage;

/** What is in every message about a machine. */
export interface MachineMessage {
  /** Of the message format: that of `@statelyai/inspect`. */
  readonly _version: string;
  /** When it happened: milliseconds since 1970, as text. */
  readonly createdAt: string;
  readonly id: null;
  /** The session id of the machine at the top: the machine itself, or that of its set or manager. */
  readonly rootId: string;
  /** The machine that it is about: who was made, who received the event, who has this snapshot. */
  readonly sessionId: string;
}

/** A machine is there. */
export interface ActorMessage extends MachineMessage {
  readonly type: '@xstate.actor';
  /**
   * Chosen by users, so any text: `config` for a lock of that name; in a set or manager `node/node1`,
   * `node/[lockset]`, `node/catalogue`, `node/owner ann`, `keyring job-17`, where an anonymous owner is a
   * number; `condition of config`. A level of a manager comes before the next in order.
   */
  readonly name: string;
  /** Absent for a machine at the top. */
  readonly parentId?: string | undefined;
  /**
   * The machine's configuration as JSON in a string. Its `id` says of what kind the machine is: `sharedLock`,
   * `lockSet`, `catalogue`, `levelOrder`, `condition`, and `together`, which is a set or a manager as a whole
   * and does nothing itself.
   */
  readonly definition: string;
  readonly snapshot: SnapshotJson;
}

/** A machine is sent an event, and has not looked at it yet. */
export interface EventMessage extends MachineMessage {
  readonly type: '@xstate.event';
  readonly event: EventJson;
  /** The machine that sends it; absent when it comes from outside. */
  readonly sourceId?: string | undefined;
}

/** A machine is at rest again, after this event. `xstate.init`: it begins; `xstate.stop`: it has ended. */
export interface SnapshotMessage extends MachineMessage {
  readonly type: '@xstate.snapshot';
  readonly event: EventJson;
  readonly snapshot: SnapshotJson;
}

/** One step on the way from an event to rest. There may be several, the last of which ends at rest. */
export interface MicrostepMessage extends MachineMessage {
  readonly type: '@xstate.microstep';
  readonly event: EventJson;
  /** After the step; the state need not be one of rest. */
  readonly snapshot: SnapshotJson;
  /** What was taken; empty when the event is not handled, and at the end of the machine. */
  readonly _transitions: readonly TransitionJson[];
}

/** A machine says something on its way: `xstate.emit`, with what it says in `params.event`. */
export interface ActionMessage extends MachineMessage {
  readonly type: '@xstate.action';
  readonly action: { readonly type: string; readonly params?: unknown };
}

/** Who speaks; the first message of every connection. */
export interface HelloMessage {
  readonly type: 'lockchart.hello';
  readonly protocol: number;
  readonly createdAt: string;
  /**
   * The same as long as the inspector lives, so that a viewer knows who has come back. Random, and different
   * for two inspectors of one process.
   */
  readonly instance: string;
  /** Given by the user, else what the process is called; any text. Of a run also how far it is behind. */
  readonly title: string;
  /** Null where there are no processes. */
  readonly pid: number | null;
}

/**
 * So many messages were lost since the last time this was told, because nobody took them in time. Of a run
 * of the command it is so many commands, of each of which several messages would have told.
 */
export interface DroppedMessage {
  readonly type: 'lockchart.dropped';
  readonly createdAt: string;
  readonly count: number;
}

/** Nobody has the machine any more, or its end was lost; nothing will be said of it. */
export interface GoneMessage {
  readonly type: 'lockchart.gone';
  readonly createdAt: string;
  readonly sessionId: string;
}

export interface EventJson {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** As much of a machine's snapshot as JSON can say; others' may lack `value` and `context`. */
export interface SnapshotJson {
  readonly status: 'active' | 'done' | 'error' | 'stopped';
  /** The state it is in; ours are flat, others' may be objects. */
  readonly value?: unknown;
  /** Absent: as it was, see above. */
  readonly context?: unknown;
  readonly [field: string]: unknown;
}

/** One transition of a chart. */
export interface TransitionJson {
  /** `#sharedLock.free`; `#sharedLock` for a transition that the machine has in every state. */
  readonly source: string;
  /** Absent for a transition that stays where it is. */
  readonly target?: readonly string[] | undefined;
  /** The event's type; empty for a step that needs no event. */
  readonly eventType: string;
  readonly guard?: NamedJson | undefined;
  /** In order. */
  readonly actions: readonly NamedJson[];
  readonly reenter: boolean;
}

/** A guard or an action: its name, or its name with its params. */
export type NamedJson = string | { readonly type: string; readonly params?: unknown };
