/**
 * Reads an XState machine into a plain table. The only file that knows how XState keeps a machine.
 *
 * The subset is small on purpose: flat states, named guards and actions that wrap rules, static params,
 * single targets. Whatever else a machine contains is refused with its name and place, never passed over: a
 * construct that the compiled machine lacked would make the two executors differ in silence.
 */
import type { AnyStateMachine, AnyStateNode } from 'xstate';
import { arityOf, checkName, checkParams, checkUnique, refuseOtherKeys, UnsupportedError } from './subset.ts';
import { capital, on } from './typescript-text.ts';

/** A call of a rule: its name as exported, how many arguments it takes, and its static params. */
export interface Call {
  readonly rule: string;
  readonly arity: number;
  readonly params: unknown;
}

export interface Candidate {
  readonly guard: Call | null;
  readonly actions: readonly Call[];
  readonly target: string | null;
}

export interface StateTable {
  readonly name: string;
  readonly on: ReadonlyMap<string, readonly Candidate[]>;
  readonly always: readonly Candidate[];
  readonly entry: readonly Call[];
  readonly exit: readonly Call[];
  /** Never at rest: an eventless transition is always enabled. */
  readonly transient: boolean;
}

export interface MachineTable {
  readonly id: string;
  readonly initial: string;
  readonly context: Call;
  readonly maxIterations: number;
  readonly events: readonly string[];
  /** What is tried when the state's own candidates are none, or none of them is enabled. */
  readonly root: ReadonlyMap<string, readonly Candidate[]>;
  readonly states: readonly StateTable[];
}

const ROOT_KEYS = new Set(['id', 'options', 'context', 'initial', 'on', 'states', 'description']);
const STATE_KEYS = new Set(['on', 'always', 'entry', 'exit', 'description']);
const TRANSITION_KEYS = new Set(['target', 'guard', 'actions', 'description']);

type Rules = Readonly<Record<string, unknown>>;
type Implementations = Readonly<Record<string, unknown>>;

/** `rules`: the module whose exports the guards and actions wrap. */
export function readMachine(machine: AnyStateMachine, rules: Rules): MachineTable {
  const { root } = machine;
  const reader = new Reader(machine, rules);
  refuseOtherKeys(machine.id, machine.config, ROOT_KEYS);
  const { maxIterations } = machine.options;
  if (!Number.isFinite(maxIterations))
    throw new UnsupportedError(machine.id, 'an infinite options.maxIterations');
  const states = Object.values(root.states).map((state) => reader.state(state));
  const initial = states.find(({ name }) => name === root.initial.target[0]?.key);
  if (initial === undefined) throw new UnsupportedError(machine.id, 'the initial state');
  if (initial.entry.length > 0)
    throw new UnsupportedError(reader.placeOf(initial.name), 'entry of the initial state');
  if (initial.always.length > 0)
    throw new UnsupportedError(reader.placeOf(initial.name), 'always of the initial state');
  if (root.initial.actions.length > 0)
    throw new UnsupportedError(machine.id, 'an action of the initial transition');
  const events = new Set(states.flatMap(({ on }) => [...on.keys()]));
  for (const event of root.transitions.keys()) events.add(event);
  checkUnique(machine.id, 'the event', [...events], on);
  checkUnique(machine.id, 'the state', Object.keys(root.states), capital);
  return {
    id: machine.id,
    initial: initial.name,
    context: reader.wrapped('context', machine.config.context, undefined, `${machine.id}: context`),
    maxIterations: maxIterations as number,
    events: [...events].toSorted(),
    root: reader.transitions(root, `${machine.id}`),
    states,
  };
}

class Reader {
  readonly #machine: AnyStateMachine;
  readonly #names: ReadonlyMap<unknown, string>;

  constructor(machine: AnyStateMachine, rules: Rules) {
    this.#machine = machine;
    this.#names = new Map(Object.entries(rules).map(([name, rule]) => [rule, name]));
  }

  placeOf(state: string): string {
    return `${this.#machine.id}, state '${state}'`;
  }

  state(node: AnyStateNode): StateTable {
    const place = this.placeOf(node.key);
    if (node.type !== 'atomic') throw new UnsupportedError(place, `a ${node.type} state`);
    checkName(place, 'the name', node.key);
    refuseOtherKeys(place, node.config, STATE_KEYS);
    const always = this.#candidates(node.always ?? [], `${place}, always`);
    for (const [position, { actions, target }] of always.entries()) {
      if (actions.length === 0 && (target === null || target === node.key)) {
        throw new UnsupportedError(
          `${place}, always [${position}]`,
          'an eventless transition that changes nothing',
        );
      }
    }
    return {
      name: node.key,
      on: this.transitions(node, place),
      always,
      entry: this.#actions(node.entry, `${place}, entry`),
      exit: this.#actions(node.exit, `${place}, exit`),
      transient: always.some(({ guard, target }) => guard === null && target !== null && target !== node.key),
    };
  }

  transitions(node: AnyStateNode, place: string): ReadonlyMap<string, readonly Candidate[]> {
    const table = new Map<string, readonly Candidate[]>();
    for (const [event, transitions] of node.transitions) {
      const where = `${place}, on '${event}'`;
      if (event.includes('*')) throw new UnsupportedError(where, 'a wildcard');
      checkName(place, 'the event', event, true);
      table.set(event, this.#candidates(transitions, where));
    }
    return table;
  }

  #candidates(transitions: AnyStateNode['always'] & object, place: string): readonly Candidate[] {
    return transitions.map((transition, position) => {
      const where = `${place} [${position}]`;
      const { toJSON: _toJSON, source, eventType: _eventType, reenter, ...config } = transition;
      refuseOtherKeys(where, config, TRANSITION_KEYS);
      if (reenter) throw new UnsupportedError(where, 'reenter');
      return {
        guard: transition.guard === undefined ? null : this.#guard(transition.guard, where),
        actions: this.#actions(transition.actions, where),
        target: this.#target(transition.target, source, where),
      };
    });
  }

  /** A state that targets itself stays where it is, and neither leaves nor enters. */
  #target(target: readonly AnyStateNode[] | undefined, source: AnyStateNode, place: string): string | null {
    if (target === undefined) return null;
    const [node, ...others] = target;
    if (node === undefined || others.length > 0) throw new UnsupportedError(place, 'more than one target');
    if (node.parent !== this.#machine.root) throw new UnsupportedError(place, `the target '${node.id}'`);
    return node === source ? null : node.key;
  }

  #guard(guard: unknown, place: string): Call {
    return this.#named('guard', guard, this.#machine.implementations.guards, place);
  }

  #actions(actions: readonly unknown[], place: string): readonly Call[] {
    return actions.map((action) =>
      this.#named('action', action, this.#machine.implementations.actions, place),
    );
  }

  #named(kind: string, reference: unknown, implementations: Implementations, place: string): Call {
    if (typeof reference === 'function') throw new UnsupportedError(place, `an inline ${kind}`);
    const { type, params, ...others } = isObject(reference) ? reference : { type: reference };
    if (typeof type !== 'string') throw new UnsupportedError(place, `a ${kind} without a name`);
    if (typeof params === 'function') {
      throw new UnsupportedError(place, `${kind} '${type}' with params that are a function`);
    }
    refuseOtherKeys(`${place}, ${kind} '${type}'`, others, new Set());
    return this.wrapped(`${kind} '${type}'`, implementations[type], params, place);
  }

  wrapped(what: string, implementation: unknown, params: unknown, place: string): Call {
    const rule = isObject(implementation) ? implementation['rule'] : undefined;
    if (typeof rule !== 'function') throw new UnsupportedError(place, `${what}, which does not wrap a rule,`);
    const name = this.#names.get(rule);
    if (name === undefined)
      throw new UnsupportedError(place, `${what}, which wraps what the rules do not export,`);
    checkName(place, `${what}, which wraps the rule`, name);
    checkParams(place, what, params);
    return { rule: name, arity: arityOf(place, what, rule as () => unknown), params };
  }
}

function isObject(
  value: unknown,
): value is { readonly [key: string]: unknown; readonly type?: unknown; readonly params?: unknown } {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}
