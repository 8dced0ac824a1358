/**
 * What an observer was told, in a form in which two streams can be compared: everything that a consumer of
 * XState's inspection can see, with session ids renamed in the order in which they come.
 */
import type { InspectionEvent } from '../../src/inspect.ts';

/** Of XState's actors and of ours alike. */
interface AnyRef {
  readonly id: string;
  readonly sessionId: string;
  readonly _parent?: AnyRef;
  readonly logic: { readonly config: object; readonly id: string };
}

type AnyEvent = { readonly type: string; readonly rootId: string; readonly actorRef: unknown };

export class Recorder {
  readonly #events: { readonly event: AnyEvent; readonly shown: string }[] = [];
  readonly #names = new Map<string, string>();

  /** An observer of our events, and of XState's. */
  readonly inspect = (event: InspectionEvent): void => {
    this.#events.push({ event, shown: JSON.stringify(this.#show(event)) });
  };

  /** What was told, as it was when it was told. */
  get stream(): object[] {
    return this.#events.map(({ shown }) => JSON.parse(shown) as object);
  }

  /** The same, as it looks now: what was told must not change afterwards. */
  get streamNow(): object[] {
    return this.#events.map(({ event }) => JSON.parse(JSON.stringify(this.#show(event))) as object);
  }

  get types(): string[] {
    return this.#events.map(({ event }) => event.type);
  }

  #show(event: AnyEvent): object {
    const fields = Object.entries(event).map(([field, value]) => [field, this.#field(field, value, event)]);
    return Object.fromEntries(fields);
  }

  #field(field: string, value: unknown, { type }: AnyEvent): unknown {
    if (field === 'rootId') return this.#nameOf(value as string);
    if (field === 'actorRef')
      return type === '@xstate.actor' ? this.#whole(value as AnyRef) : this.#ref(value);
    if (field === 'sourceRef') return this.#ref(value);
    if (field === 'snapshot') return showSnapshot(value as AnySnapshot);
    return field === '_transitions' ? (value as AnyTransition[]).map(showTransition) : value;
  }

  #whole(ref: AnyRef): object {
    const { id, logic, _parent } = ref;
    // As Stately's inspector writes it.
    const definition = JSON.stringify(logic.config, (_key, part: unknown) =>
      typeof part === 'function' ? { type: part.name } : part,
    );
    return {
      ...this.#ref(ref),
      id,
      logic: logic.id,
      parent: this.#ref(_parent),
      definition: JSON.parse(definition),
    };
  }

  #ref(ref: unknown): object {
    if (ref === undefined) return { none: true };
    return { session: this.#nameOf((ref as AnyRef).sessionId), json: ref };
  }

  #nameOf(sessionId: string): string {
    const known = this.#names.get(sessionId);
    if (known !== undefined) return known;
    const name = `session ${this.#names.size}`;
    this.#names.set(sessionId, name);
    return name;
  }
}

interface AnySnapshot {
  readonly status: string;
  readonly value: string;
  readonly context: object;
  readonly tags: ReadonlySet<string>;
  readonly machine: { readonly id: string };
  readonly _nodes: readonly { readonly id: string }[];
  matches(value: string): boolean;
  hasTag(tag: string): boolean;
  can(event: { readonly type: string }): boolean;
  getMeta(): object;
}

function showSnapshot(snapshot: AnySnapshot): object {
  const { value, tags, machine, _nodes } = snapshot;
  return {
    json: JSON.parse(JSON.stringify(snapshot)),
    matches: [snapshot.matches(value), snapshot.matches('nowhere')],
    tags: [[...tags], snapshot.hasTag('x')],
    machine: machine.id,
    nodes: _nodes.map(({ id }) => id),
    meta: snapshot.getMeta(),
    can: ['lock.close', 'catalogue.list', 'condition.notify', 'nothing'].map((type) =>
      snapshot.can({ type }),
    ),
  };
}

interface AnyTransition {
  readonly source: AnyNode;
  readonly target: readonly AnyNode[] | undefined;
}

interface AnyNode {
  readonly id: string;
  readonly key: string;
  readonly path: readonly string[];
  readonly type: string;
}

function showTransition(transition: AnyTransition): object {
  const { source, target, ...others } = transition;
  const node = ({ id, key, path, type }: AnyNode) => ({ id, key, path, type });
  return {
    ...others,
    json: JSON.parse(JSON.stringify(transition)),
    source: node(source),
    target: target?.map(node),
  };
}
