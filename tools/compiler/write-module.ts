/**
 * Writes the table of a machine as a TypeScript module: straight-line code that calls the rules on a context
 * it changes in place, and a pure `step` over it.
 *
 * What a microstep does, and in which order, is XState's: exit, transition, entry, and then eventless
 * transitions until none is enabled. Eventless transitions are not looked at where no state at rest has any.
 */
import type { Call, Candidate, MachineTable, StateTable } from './read-machine.ts';
import { capital, literal, on, procedure } from './typescript-text.ts';

export function writeModule(table: MachineTable, source: string): string {
  const writer = new Writer(table);
  const parts = [
    header(source),
    writer.interfaces(),
    ...table.events.map((event) => writer.event(event)),
    ...table.states.filter(hasWayIn).map((state) => writer.enter(state)),
    ...table.states.filter(({ always }) => always.length > 0).map((state) => writer.eventless(state)),
    ...(table.states.some(({ exit }) => exit.length > 0) ? [writer.exit()] : []),
    ...(writer.restsWithAlways ? [writer.settle()] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}

const header = (source: string): string =>
  `// GENERATED from ${source} by \`npm run compile\`. Do not edit: change the machine, and compile it again.
import type { Command } from './commands.ts';
import * as rules from './rules.ts';`;

/** A bundler may leave it out where nobody uses what it gives. */
const PURE = '/* @__PURE__ */';

class Writer {
  readonly #table: MachineTable;
  /** Eventless transitions might go on for ever, or for longer than the machine allows. */
  readonly #isCounted: boolean;
  /** Some state in which a command can arrive has eventless transitions. */
  readonly restsWithAlways: boolean;

  constructor(table: MachineTable) {
    this.#table = table;
    this.#isCounted =
      table.states.length >= table.maxIterations ||
      table.states.some(({ name }) => reaches(table, name, name));
    this.restsWithAlways = table.states.some(({ always, transient }) => always.length > 0 && !transient);
  }

  interfaces(): string {
    const { states, initial, context, events } = this.#table;
    return `export type Value = ${states.map(({ name }) => `'${name}'`).join(' | ')};
export type Context = ReturnType<typeof rules.decode>;
export type Data = ReturnType<typeof rules.encode>;
export type Effect = ReturnType<typeof rules.effectOf>;
export type Emit = (...said: Parameters<typeof rules.effectOf>) => void;

/** A command without its type, which is given beside it. */
export type Body<Type extends Command['type']> = Omit<Extract<Command, { type: Type }>, 'type'>;

/** A running machine, its state beside its data: \`send\` changes it. */
export interface Live extends Context {
  value: Value;
}

/** A machine at rest, as plain JSON. */
export interface State {
  readonly value: Value;
  readonly context: Data;
}

export function start(...input: Parameters<typeof rules.${context.rule}>): Live {
  return inState('${initial}', rules.${context.rule}(...input));
}

export const initialState: State = ${PURE} encode(${PURE} start(${context.arity > 0 ? 'undefined' : ''}));

export function encode(live: Live): State {
  return { value: live.value, context: rules.encode(live) };
}

export function decode({ value, context }: State): Live {
  return inState(value, rules.decode(context));
}

function inState(value: Value, context: Context): Live {
  const live = context as Live;
  live.value = value;
  return live;
}

/** The machine as a function: what it is given stays as it was. */
export function step(state: State, command: Command): [State, Effect[]] {
  const live = decode(state);
  const effects: Effect[] = [];
  send(live, command.type, command, (...said) => {
    effects.push(rules.effectOf(...said));
  });
  return [encode(live), effects];
}

/** Applies one command. What happened is told through \`emit\`, which must not send. */
export function send<Type extends Command['type']>(${TYPED}): void;
export function send(live: Live, type: Command['type'], command: Body<Command['type']>, emit: Emit): void {
  switch (type) {
${events.map((event) => `    case '${event}':\n      return ${on(event)}(live, command as Body<'${event}'>, emit);`).join('\n')}
  }${this.restsWithAlways ? '\n  settle(live, command, emit);' : ''}
}`;
  }

  /**
   * The state's own candidates, then the root's. A function each, so that V8 can make one piece of a command
   * in the state in which it usually comes.
   */
  event(event: string): string {
    const name = on(event);
    const own = this.#table.states.filter(({ on, transient }) => on.has(event) && !transient);
    const root = this.#table.root.get(event) ?? [];
    const rest = [...this.#candidates(root, null), ...(isTotal(root) ? [] : this.#rest(null))];
    if (own.length === 0) return `export ${procedure(name, `Body<'${event}'>`, rest, false)}`;
    const elsewhere = rest.length > 0 ? [`return ${name}Elsewhere(live, command, emit);`] : [];
    const parts = own.map((state) => {
      const candidates = state.on.get(event) ?? [];
      const body = [
        ...this.#candidates(candidates, state),
        ...(isTotal(candidates) ? [] : rest.length > 0 ? elsewhere : this.#rest(state)),
      ];
      return procedure(`${name}In${capital(state.name)}`, `Body<'${event}'>`, body, false);
    });
    const cases = own.map(
      (state) => `  case '${state.name}':\n    return ${name}In${capital(state.name)}(live, command, emit);`,
    );
    const choice = ['switch (live.value) {', ...cases, '}', ...elsewhere];
    if (rest.length > 0) parts.push(procedure(`${name}Elsewhere`, `Body<'${event}'>`, rest, false));
    return [`export ${procedure(name, `Body<'${event}'>`, choice, false)}`, ...parts].join('\n\n');
  }

  enter(state: StateTable): string {
    const body = [
      ...(state.transient ? [] : [`live.value = '${state.name}';`]),
      ...state.entry.map((call) => `${this.#call(call)};`),
      ...(state.always.length > 0 ? [this.#eventlessCall(state)] : []),
    ];
    return procedure(`enter${capital(state.name)}`, ANY_BODY, body, this.#isCounted);
  }

  /** Eventless transitions of one state; the function ends when none is enabled. */
  eventless(state: StateTable): string {
    const body = this.#candidates(state.always, state, true);
    return procedure(`eventlessIn${capital(state.name)}`, ANY_BODY, body, this.#isCounted);
  }

  exit(): string {
    const cases = this.#table.states
      .filter(({ exit }) => exit.length > 0)
      .map(({ name, exit }) =>
        [`  case '${name}':`, ...exit.map((call) => `    ${this.#call(call)};`), '    return;'].join('\n'),
      );
    return procedure('leave', ANY_BODY, ['switch (live.value) {', ...cases, '}'], false);
  }

  settle(): string {
    const cases = this.#table.states
      .filter(({ always, transient }) => always.length > 0 && !transient)
      .map((state) => `  case '${state.name}':\n    return ${this.#eventlessCall(state, '1')}`);
    return procedure('settle', ANY_BODY, ['switch (live.value) {', ...cases, '}'], false);
  }

  /**
   * `source`: the state whose candidates they are; null for the root, where the state is known at run time
   * only.
   */
  #candidates(candidates: readonly Candidate[], source: StateTable | null, eventless = false): string[] {
    const lines: string[] = [];
    for (const candidate of candidates) {
      const body = [...this.#bound(eventless), ...this.#transition(candidate, source, eventless)];
      if (candidate.guard === null) return [...lines, ...body];
      lines.push(`if (${this.#call(candidate.guard)}) {`, ...body.map((line) => `  ${line}`), '}');
    }
    return lines;
  }

  #transition({ actions, target }: Candidate, source: StateTable | null, eventless: boolean): string[] {
    const calls = actions.map((call) => `${this.#call(call)};`);
    if (target === null) return [...calls, ...this.#rest(source, eventless), 'return;'];
    const state = this.#table.states.find(({ name }) => name === target);
    if (state === undefined) throw new Error(`no state '${target}'`);
    const arrive = hasWayIn(state)
      ? `enter${capital(target)}(live, command, emit${this.#turn(eventless)});`
      : `live.value = '${target}';`;
    return [...this.#exitCalls(source), ...calls, arrive, 'return;'];
  }

  /** XState allows fewer eventless transitions in a row than it has iterations: the last only finds none. */
  #bound(eventless: boolean): string[] {
    const { id, maxIterations } = this.#table;
    if (!eventless || !this.#isCounted) return [];
    return [`if (turn >= ${maxIterations}) throw new Error(${literal(`${id} does not come to rest`)});`];
  }

  #exitCalls(source: StateTable | null): string[] {
    if (source !== null) return source.exit.map((call) => `${this.#call(call)};`);
    return this.#table.states.some(({ exit }) => exit.length > 0) ? ['leave(live, command, emit);'] : [];
  }

  /** Eventless transitions after a command that did not change the state. */
  #rest(source: StateTable | null, eventless = false): string[] {
    if (source === null) return this.restsWithAlways ? ['settle(live, command, emit);'] : [];
    return source.always.length > 0 ? [this.#eventlessCall(source, eventless ? 'turn + 1' : '1')] : [];
  }

  #eventlessCall(state: StateTable, turn = 'turn'): string {
    return `eventlessIn${capital(state.name)}(live, command, emit${this.#isCounted ? `, ${turn}` : ''});`;
  }

  #turn(eventless: boolean): string {
    if (!this.#isCounted) return '';
    return eventless ? ', turn + 1' : ', 1';
  }

  #call({ rule, arity, params }: Call): string {
    const words = ['live', 'command', 'emit', literal(params)];
    return `rules.${rule}(${words.slice(0, Math.max(arity, 1)).join(', ')})`;
  }
}

const ANY_BODY = `Body<Command['type']>`;
const TYPED = 'live: Live, type: Type, command: Body<Type>, emit: Emit';

/** Whether entering a state does more than name it. */
const hasWayIn = ({ entry, always }: StateTable): boolean => entry.length > 0 || always.length > 0;

const isTotal = (candidates: readonly Candidate[]): boolean => candidates.some(({ guard }) => guard === null);

/** Whether eventless transitions can lead from one state to another (or back to it). */
function reaches(table: MachineTable, from: string, to: string, seen = new Set<string>()): boolean {
  if (seen.has(from)) return false;
  seen.add(from);
  const always = table.states.find(({ name }) => name === from)?.always ?? [];
  return always.some(({ target }) => (target ?? from) === to || reaches(table, target ?? from, to, seen));
}
