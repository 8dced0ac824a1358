/**
 * Every machine that differs from a given one in one place of its table: a guard, a transition or an action
 * is missing, two neighbours are in the wrong order, or a transition leads elsewhere.
 */
import type { Candidate, MachineTable, StateTable } from '../../tools/compiler/read-machine.ts';

export interface TableMutant {
  /** What is changed. */
  readonly change: Change;
  /** Where, and what exactly. */
  readonly name: string;
  readonly table: MachineTable;
}

export const CHANGES = [
  'a transition is missing',
  'a guard is missing',
  'two candidates are swapped',
  'it leads elsewhere',
  'an action is missing',
  'two actions are swapped',
] as const;

type Change = (typeof CHANGES)[number];

/** A list with one thing changed in it. */
interface Variant<Item> {
  readonly change: Change;
  /** In a few words. */
  readonly what: string;
  readonly items: readonly Item[];
}

/** What the compiler would refuse is left out: an eventless transition that changes nothing. */
export function* mutantsOf(table: MachineTable): Generator<TableMutant> {
  const states = table.states.map(({ name }) => name);
  for (const [event, candidates] of table.root) {
    for (const { change, what, items } of variantsOf(candidates, states, null)) {
      const root = new Map([...table.root, [event, items]]);
      yield { change, name: `any state, ${event} ${what}`, table: { ...table, root } };
    }
  }
  for (const [place, state] of table.states.entries()) {
    for (const { change, what, state: changed } of statesLike(state, states)) {
      const all = table.states.with(place, { ...changed, transient: isTransient(changed) });
      yield { change, name: `${state.name}, ${what}`, table: { ...table, states: all } };
    }
  }
}

function* statesLike(
  state: StateTable,
  states: readonly string[],
): Generator<{ change: Change; what: string; state: StateTable }> {
  for (const [event, candidates] of state.on) {
    for (const { change, what, items } of variantsOf(candidates, states, state.name)) {
      yield {
        change,
        what: `${event} ${what}`,
        state: { ...state, on: new Map([...state.on, [event, items]]) },
      };
    }
  }
  for (const { change, what, items } of variantsOf(state.always, states, state.name)) {
    if (items.some(({ actions, target }) => actions.length === 0 && target === null)) continue;
    yield { change, what: `always ${what}`, state: { ...state, always: items } };
  }
  for (const { change, what, items } of callsLike(state.entry)) {
    yield { change, what: `entry ${what}`, state: { ...state, entry: items } };
  }
}

/** `source`: the state that they lead from; null for those of any state. */
function* variantsOf(
  candidates: readonly Candidate[],
  states: readonly string[],
  source: string | null,
): Generator<Variant<Candidate>> {
  for (const [place, candidate] of candidates.entries()) {
    const { guard, actions, target } = candidate;
    const variant = (change: Change, what: string, other: Partial<Candidate>): Variant<Candidate> => ({
      change,
      what: `[${place}] ${what}`,
      items: candidates.with(place, { ...candidate, ...other }),
    });
    yield { change: CHANGES[0], what: `[${place}] missing`, items: candidates.toSpliced(place, 1) };
    if (guard !== null) yield variant(CHANGES[1], `without ${guard.rule}`, { guard: null });
    const next = candidates[place + 1];
    if (next !== undefined) {
      const items = candidates.with(place, next).with(place + 1, candidate);
      yield { change: CHANGES[2], what: `[${place}] after the next`, items };
    }
    for (const other of [...states, null]) {
      if (other === target || other === source) continue;
      yield variant(CHANGES[3], other === null ? 'stays' : `to ${other}`, { target: other });
    }
    for (const { change, what, items } of callsLike(actions)) yield variant(change, what, { actions: items });
  }
}

function* callsLike(actions: Candidate['actions']): Generator<Variant<Candidate['actions'][number]>> {
  for (const [place, action] of actions.entries()) {
    yield { change: CHANGES[4], what: `without ${action.rule}`, items: actions.toSpliced(place, 1) };
    const next = actions[place + 1];
    if (next === undefined) continue;
    const items = actions.with(place, next).with(place + 1, action);
    yield { change: CHANGES[5], what: `${action.rule} after ${next.rule}`, items };
  }
}

const isTransient = ({ name, always }: StateTable): boolean =>
  always.some(({ guard, target }) => guard === null && target !== null && target !== name);
