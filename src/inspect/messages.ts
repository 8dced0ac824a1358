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

export class Messages {
  /** What JSON makes of our charts and contexts, which never change. */
  readonly #texts = new WeakMap<object, string>();
  /** By machine, the context that was written last. */
  readonly #written = new WeakMap<object, unknown>();

  /** Undefined for what the protocol does not know. */
  textOf(event: InspectionEvent): string | undefined {
    switch (event.type) {
      case '@xstate.actor':
        return this.registrationOf(event);
      case '@xstate.event':
        return textOf({ ...headOf(event), event: event.event, sourceId: event.sourceRef?.sessionId });
      case '@xstate.action':
        return textOf({ ...headOf(event), action: event.action });
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

  /** Of a machine as it is now, whatever was said of it before. */
  registrationOf(about: Omit<About, 'type'>): string {
    const ref = about.actorRef as AnyRef;
    const { id = ref.sessionId, sessionId, _parent } = ref;
    const config = ref.logic?.config;
    const name = id === sessionId ? String(config?.id ?? id) : id;
    const definition = config === undefined ? textOf({ id: name }) : this.#known(ref, config);
    const head = {
      ...headOf({ ...about, type: '@xstate.actor' }),
      name,
      parentId: _parent?.sessionId,
      definition,
    };
    this.#written.delete(ref);
    return this.#withSnapshot(head, about, snapshotOf(ref));
  }

  #withSnapshot(
    fields: object,
    { actorRef }: Pick<About, 'actorRef'>,
    snapshot: InspectedSnapshot & { toJSON?(): object },
  ): string {
    const { context, ...others } = (snapshot.toJSON?.() ?? snapshot) as { readonly context?: unknown };
    const wasWritten = this.#written.get(actorRef) === context;
    this.#written.set(actorRef, context);
    const text = context === undefined ? undefined : this.#known(actorRef, context);
    const isSaid =
      text !== undefined && !(wasWritten && text.length > LITTLE && actorRef instanceof MachineRef);
    const rest = textOf(others);
    const whole = isSaid ? `${rest.slice(0, -1)},"context":${text}}` : rest;
    return `${textOf(fields).slice(0, -1)},"snapshot":${whole}}`;
  }

  /** What belongs to machines of ours is the same whenever it comes again; others may have changed theirs. */
  #known(ref: InspectedMachine, value: unknown): string {
    if (!(ref instanceof MachineRef) || typeof value !== 'object' || value === null) return textOf(value);
    const known = this.#texts.get(value);
    if (known !== undefined) return known;
    const text = textOf(value);
    this.#texts.set(value, text);
    return text;
  }
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

/** What JSON cannot say, it says so: an inspected program goes on, whatever is in its machines. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value, withNames);
  } catch (error) {
    return JSON.stringify({ notJson: String(error) });
  }
}

/** As Stately's inspector writes functions. */
const withNames = (_key: string, value: unknown): unknown =>
  typeof value === 'function' ? { type: value.name } : value;
