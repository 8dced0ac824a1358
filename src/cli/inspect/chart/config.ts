/**
 * The configuration of an XState machine as JSON: what there is in it, and which transitions a state has.
 */
/** As much of it as is drawn. Functions have become objects with their name as `type`. */
export interface StateConfig {
  readonly type?: string;
  readonly initial?: string | { readonly target?: OneOrMore<string> };
  readonly states?: { readonly [key: string]: StateConfig };
  readonly on?: { readonly [event: string]: OneOrMore<TransitionConfig | string> };
  readonly always?: OneOrMore<TransitionConfig | string>;
  readonly after?: { readonly [delay: string]: OneOrMore<TransitionConfig | string> };
  readonly onDone?: OneOrMore<TransitionConfig | string>;
  readonly invoke?: OneOrMore<InvokeConfig>;
  readonly entry?: OneOrMore<unknown>;
  readonly exit?: OneOrMore<unknown>;
  readonly id?: string;
}

export interface MachineConfig extends StateConfig {
  readonly id?: string;
}

interface TransitionConfig {
  readonly target?: OneOrMore<string>;
  readonly guard?: unknown;
  readonly actions?: OneOrMore<unknown>;
}

interface InvokeConfig {
  readonly id?: string;
  readonly src?: unknown;
  readonly onDone?: OneOrMore<TransitionConfig | string>;
  readonly onError?: OneOrMore<TransitionConfig | string>;
}

type OneOrMore<Part> = Part | readonly Part[];

export interface ReadTransition {
  /** As the machine calls it; empty where none is needed. */
  readonly event: string;
  /** As people call it. */
  readonly label: string;
  readonly guard: unknown;
  readonly actions: readonly unknown[];
  /** Paths. */
  readonly targets: readonly string[];
}

/** All transitions of the state at a path, in the order in which they are tried. */
export function targetsOf(machine: MachineConfig, path: string, state: StateConfig): ReadTransition[] {
  const id = state.id ?? below(machine.id ?? '(machine)', path);
  const read = (event: string, label: string, candidates: OneOrMore<TransitionConfig | string>) =>
    arrayOf(candidates).map((candidate): ReadTransition => {
      const { target, guard, actions } = typeof candidate === 'string' ? { target: candidate } : candidate;
      const targets = arrayOf(target).map((text) => pathOf(machine, path, text));
      return { event, label, guard, actions: arrayOf(actions), targets };
    });
  return [
    ...Object.entries(state.on ?? {}).flatMap(([event, candidates]) => read(event, event, candidates)),
    ...Object.entries(state.after ?? {}).flatMap(([delay, candidates]) =>
      read(`xstate.after.${delay}.${id}`, `after ${delay}`, candidates),
    ),
    ...arrayOf(state.invoke).flatMap(({ id: actor, onDone = [], onError = [] }, index) => {
      const name = actor ?? `${index}.${id}`;
      return [
        ...read(`xstate.done.actor.${name}`, 'done', onDone),
        ...read(`xstate.error.actor.${name}`, 'error', onError),
      ];
    }),
    ...read(`xstate.done.state.${id}`, 'done', state.onDone ?? []),
    ...read('', 'always', state.always ?? []),
  ];
}

/** `#machine.a.b` and `#id` from the top, `.a` inside the state, `a` beside it. */
function pathOf(machine: MachineConfig, from: string, target: string): string {
  if (target.startsWith('#')) return absolutePath(machine, target.slice(1));
  if (target.startsWith('.')) return below(from, target.slice(1));
  return below(from.slice(0, Math.max(0, from.lastIndexOf('.'))), target);
}

function absolutePath(machine: MachineConfig, id: string): string {
  if (id === machine.id) return '';
  if (machine.id !== undefined && id.startsWith(`${machine.id}.`)) return id.slice(machine.id.length + 1);
  return pathWithId(machine, '', id) ?? id;
}

/** Of the state that was given this id, or of one below it. */
function pathWithId({ states = {} }: StateConfig, path: string, id: string): string | undefined {
  for (const [key, state] of Object.entries(states)) {
    const own = below(path, key);
    if (state.id === id) return own;
    if (state.id !== undefined && id.startsWith(`${state.id}.`))
      return below(own, id.slice(state.id.length + 1));
    const found = pathWithId(state, own, id);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A path from an id of a state, as inspectors tell it: `#sharedLock.free`. */
export function pathOfNode(machine: MachineConfig, id: string): string {
  return absolutePath(machine, id.replace(/^#/, ''));
}

export const below = (path: string, key: string): string => (path === '' ? key : `${path}.${key}`);

export function arrayOf<Part>(parts: OneOrMore<Part> | undefined | null): readonly Part[] {
  if (parts === undefined || parts === null) return [];
  return Array.isArray(parts) ? (parts as readonly Part[]) : [parts as Part];
}

/** The same text for a name as for an object with this name and no params. */
export function namedKey(named: unknown): string {
  if (named === undefined || named === null) return '';
  const { type, params } = partsOf(named);
  return params === undefined ? type : `${type}${JSON.stringify(params)}`;
}

/** A guard or an action for people: its name, and the values of its params. */
export function namedText(named: unknown): string {
  const { type, params } = partsOf(named);
  if (typeof params !== 'object' || params === null) return type;
  return [
    type,
    ...Object.values(params).map((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  ].join(' ');
}

function partsOf(named: unknown): { readonly type: string; readonly params?: unknown } {
  if (typeof named === 'object' && named !== null && 'type' in named && typeof named.type === 'string') {
    return named as { type: string; params?: unknown };
  }
  return { type: typeof named === 'string' ? named : 'inline' };
}
