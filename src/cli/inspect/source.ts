/**
 * One process that inspects: what it has said of the machines that live, so that whoever comes late is told.
 */
import type {
  ActorMessage,
  HelloMessage,
  InspectorMessage,
  SnapshotMessage,
} from '../../inspect/protocol.ts';
import type { Definitions } from './definitions.ts';
import type { NumberedActorMessage } from './viewer-protocol.ts';

const TYPES: ReadonlySet<string> = new Set<InspectorMessage['type']>([
  '@xstate.actor',
  '@xstate.event',
  '@xstate.snapshot',
  '@xstate.microstep',
  '@xstate.action',
  'lockchart.hello',
  'lockchart.dropped',
  'lockchart.gone',
]);

/** What a viewer is told, as text; `definition`: the number of the one that it needs for that. */
export interface Said {
  readonly text: string;
  readonly definition?: number;
  /** The machine that is there from now on, or no more. */
  readonly begins?: string;
  readonly ends?: string;
}

export class Source {
  readonly number: number;
  readonly #definitions: Definitions;
  readonly #machines = new Map<string, NumberedActorMessage>();
  #hello: HelloMessage | undefined;

  constructor(number: number, definitions: Definitions) {
    this.number = number;
    this.#definitions = definitions;
  }

  /**
   * What viewers are told of a message; undefined when they would not know what to do with it.
   *
   * @throws `SyntaxError` or `TypeError` when it is no message.
   */
  receive(text: string): Said | undefined {
    const message: unknown = JSON.parse(text);
    if (!isMessage(message)) throw new TypeError('a message is a JSON object with a type');
    if (!TYPES.has(message.type)) return undefined;
    switch (message.type) {
      case 'lockchart.hello':
        this.#hello = message;
        break;
      case '@xstate.actor':
        return this.#register(message);
      case '@xstate.snapshot':
        return this.#note(message) ? { text, ends: message.sessionId } : { text };
      case 'lockchart.gone':
        return this.#machines.delete(message.sessionId) ? { text, ends: message.sessionId } : { text };
      default:
    }
    return { text };
  }

  /** Everything that somebody who comes now has to know. */
  *present(): Generator<Said> {
    if (this.#hello !== undefined) yield { text: JSON.stringify(this.#hello) };
    for (const [sessionId, message] of this.#machines) {
      const said = saidOf(message);
      if (said === undefined) this.#machines.delete(sessionId);
      else yield said;
    }
  }

  #register(message: ActorMessage): Said {
    const definition = this.#definitions.numberOf(message.definition);
    const numbered = { ...message, definition: '', definitionNumber: definition };
    const said = { text: JSON.stringify(numbered), definition };
    const { sessionId } = message;
    const isKnown = this.#machines.has(sessionId);
    this.#machines.set(sessionId, numbered);
    return isKnown ? said : { ...said, begins: sessionId };
  }

  /** Returns whether it was the machine's last. */
  #note({ sessionId, createdAt, snapshot }: SnapshotMessage): boolean {
    const known = this.#machines.get(sessionId);
    if (known === undefined) return false;
    if (snapshot.status !== 'active') return this.#machines.delete(sessionId);
    // A snapshot without a context has the one before.
    const whole = 'context' in snapshot ? snapshot : { ...snapshot, context: known.snapshot.context };
    this.#machines.set(sessionId, { ...known, createdAt, snapshot: whole });
    return false;
  }
}

/** Undefined for what can be read but not written again, being nested too deep: nobody is told of that. */
function saidOf(message: NumberedActorMessage): Said | undefined {
  try {
    return { text: JSON.stringify(message), definition: message.definitionNumber };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function isMessage(value: unknown): value is InspectorMessage {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
