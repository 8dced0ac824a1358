/**
 * What is told to observers, as messages of the protocol (./protocol.ts): of our machines, and of whatever
 * else XState inspects. All is written out at once, so that nobody's later changes can be seen in it.
 */
import type { InspectedMachine, InspectedSnapshot, InspectionEvent } from '../locks/inspection.ts';
import { MachineRef } from './machine-ref.ts';

/** Whose format of messages it is: that of `@statelyai/inspect`. */
const VERSION = '0.7.2';

/** So many characters of a context are little enough to be said twice. */
const LITTLE = 1_000;

/** As much of an actor as there is to see. */
interface AnyRef extends InspectedMachine {
  readonly id?: string;
  readonly _parent?: { readonly sessionId: string };
  readonly logic?: { readonly config?: { readonly id?: unknown } };
}

type About = Pick<InspectionEvent, 'type' | 'rootId' | 'actorRef'>;

interface Written {
  readonly context: unknown;
  readonly text: string | undefined;
}

export class Messages {
  /** What JSON makes of our charts, of which there are few. */
  readonly #definitions = new WeakMap<object, string>();
  /** By machine, the context that was written last. */
  readonly #written = new WeakMap<object, Written>();

  /** Undefined for what the protocol does not know. */
  textOf(event: InspectionEvent): string | undefined {
    const write = writerFor(event.actorRef);
    switch (event.type) {
      case '@xstate.actor':
        return this.registrationOf(event);
      case '@xstate.event':
        return write({ ...headOf(event), event: event.event, sourceId: event.sourceRef?.sessionId });
      case '@xstate.action':
        return write({ ...headOf(event), action: event.action });
      case '@xstate.microstep': {
        const { event: cause, _transitions, snapshot } = event;
        return this.#withSnapshot({ ...headOf(event), event: cause, _transitions }, event, snapshot);
      }
      case '@xstate.snapshot':
        return this.#withSnapshot({ ...headOf(event), event: event.event }, event, event.snapshot);
      default:
        return undefined;
    }
  }

  /**
   * Of a machine as it is now, whatever was said of it before. `definition`: what is said in place of its
   * definition.
   */
  registrationOf(about: Omit<About, 'type'>, definition?: object): string {
    const ref = about.actorRef as AnyRef;
    const head = {
      ...headOf({ ...about, type: '@xstate.actor' }),
      name: nameOf(ref),
      parentId: ref._parent?.sessionId,
      ...(definition ?? { definition: this.definitionOf(ref) }),
    };
    return this.#withSnapshot(head, about, snapshotOf(ref), true);
  }

  /** The configuration of a machine, as JSON. */
  definitionOf(machine: InspectedMachine): string {
    const ref = machine as AnyRef;
    const config = ref.logic?.config;
    if (config === undefined) return textOf({ id: nameOf(ref) });
    const known = ref instanceof MachineRef ? this.#definitions.get(config) : undefined;
    const text = known ?? textOf(config);
    this.#definitions.set(config, text);
    return text;
  }

  #withSnapshot(
    fields: object,
    { actorRef }: Pick<About, 'actorRef'>,
    snapshot: InspectedSnapshot & { toJSON?(): object },
    isNew = false,
  ): string {
    const write = writerFor(actorRef);
    const { context, ...others } = jsonOf(snapshot) as { readonly context?: unknown };
    const before = this.#written.get(actorRef);
    // One of ours is the same whenever it comes again; others may have changed theirs.
    const isSame = before?.context === context && actorRef instanceof MachineRef;
    const text = isSame ? before?.text : context === undefined ? undefined : write(context);
    if (!isSame) this.#written.set(actorRef, { context, text });
    const isSaid = text !== undefined && (isNew || !isSame || text.length <= LITTLE);
    const rest = write(others);
    const whole = isSaid ? `${rest.slice(0, -1)},"context":${text}}` : rest;
    return `${write(fields).slice(0, -1)},"snapshot":${whole}}`;
  }
}

function nameOf({ id, sessionId, logic }: AnyRef): string {
  return id === undefined || id === sessionId ? String(logic?.config?.id ?? sessionId) : id;
}

/** XState registers an actor before it has a snapshot, and throws when it is asked for one. */
function snapshotOf(ref: InspectedMachine): InspectedSnapshot {
  try {
    return ref.getSnapshot() ?? { status: 'active' };
  } catch {
    return { status: 'active' };
  }
}

function headOf({ type, rootId, actorRef }: About): object {
  const { sessionId } = actorRef;
  return { type, _version: VERSION, createdAt: Date.now().toString(), id: null, rootId, sessionId };
}

type Writer = (value: unknown) => string;

/** What our machines are sent, say and have is plain JSON, and written several times as fast. */
const writerFor = (ref: InspectedMachine): Writer => (ref instanceof MachineRef ? plainText : textOf);

const plainText: Writer = (value) => textOf(value, null);

/** What JSON cannot say, it says so: an inspected program goes on, whatever is in its machines. */
function textOf(value: unknown, replacer: typeof withNames | null = withNames): string {
  try {
    return JSON.stringify(value, replacer as typeof withNames);
  } catch (error) {
    return JSON.stringify({ notJson: String(error) });
  }
}

/** Others write their snapshots as they like, and may fail; their program goes on. */
function jsonOf(snapshot: InspectedSnapshot & { toJSON?(): object }): object {
  try {
    return snapshot.toJSON?.() ?? snapshot;
  } catch (error) {
    return { status: snapshot.status, context: { notJson: String(error) } };
  }
}

/** As Stately's inspector writes functions. */
const withNames = (_key: string, value: unknown): unknown =>
  typeof value === 'function' ? { type: value.name } : value;
