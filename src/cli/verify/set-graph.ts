/**
 * Every step of a lock set within the bounds of models/lock-set.pml, in its words.
 */
import { renamedSet, renaming } from '../../../models/renaming.ts';
import type { LockSetCommand } from '../../core/lock-set/commands.ts';
import { compiledMachines } from '../../core/lock-set/machines.ts';
import { LockSetSystem, type SystemState } from '../../core/lock-set/system.ts';
import type { SystemAnswer, SystemCommand } from '../../core/lock-set/system-step.ts';
import { Router } from '../../core/router.ts';
import type { StepFunction } from '../../testing/explore.ts';
import { everyStep } from './every-step.ts';
import { answersText, type Edge, locksText, type Mode, modeLetter, operationText } from './spec-text.ts';

export interface SetBounds {
  readonly owners: readonly string[];
  /** What there is at first. */
  readonly members: readonly string[];
  /** What comes and goes. */
  readonly changing: readonly string[];
  readonly modes: readonly Mode[];
}

type SetStep = StepFunction<SystemState, SystemCommand, SystemAnswer>;

export function setEdges(bounds: SetBounds, step: SetStep): Generator<Edge> {
  const listener = { answered: () => {}, asked: () => {} };
  const parts = { machines: compiledMachines, router: new Router(), listener };
  return everyStep({
    initial: new LockSetSystem('set', parts, bounds.members).encode(),
    normalise: (state) => renamedSet(state, renaming()),
    step,
    commands: (state) => commandsIn(state, bounds),
    textOf: (state) =>
      locksText(state, 'setlock', bounds.members) +
      bounds.owners.map((owner) => operationText(state, owner, '')).join(''),
    toldIn: ({ command }, answers) => answersText(answers, command.type === 'set.cancel'),
  });
}

function* commandsIn(
  state: SystemState,
  bounds: SetBounds,
): Generator<readonly [text: string, command: SystemCommand]> {
  for (const key of bounds.owners) {
    for (const [text, command] of commandsOf(state, key, bounds)) yield [`${key}:${text}`, { key, command }];
  }
}

type Named = readonly [text: string, command: LockSetCommand];

function* commandsOf(state: SystemState, key: string, bounds: SetBounds): Generator<Named> {
  const request = 1000;
  const { members, changing, modes } = bounds;
  const known = [...new Set([...members, ...changing])];
  const exact = [...known.map((name) => [name]), ...(known.length > 1 ? [known] : []), ['z']];
  for (const names of [null, ...exact]) {
    const shown = names === null ? '*' : names.join(',');
    for (const mode of modes) {
      const asked = { type: 'set.acquire', request, names, mode, priority: 0, limited: false } as const;
      const letter = modeLetter(mode);
      yield [`acquire[${shown}]${letter}`, { ...asked, try: false, opportunistic: false }];
      yield [`try[${shown}]${letter}`, { ...asked, try: true, opportunistic: false }];
      yield [`acquire[${shown}]${letter}o`, { ...asked, try: false, opportunistic: true }];
    }
  }
  for (const names of [null, [], ...known.map((name) => [name])]) {
    yield [`release[${names === null ? '*' : names.join(',')}]`, { type: 'set.release', request, names }];
  }
  yield ['downgrade[*]', { type: 'set.downgrade', request, names: null }];
  yield ['names', { type: 'set.names', request }];
  for (const name of changing) {
    yield [`add[${name}]`, { type: 'set.add', request, names: [name], acquire: null }];
    yield [`add[${name}]x`, { type: 'set.add', request, names: [name], acquire: 'exclusive' }];
    yield [`remove[${name}]`, { type: 'set.remove', request, names: [name] }];
    yield [`remove[${name},${name}]`, { type: 'set.remove', request, names: [name, name] }];
  }
  const operation = state.owners.find((owner) => owner.key === key)?.state.context.operation;
  yield ['cancel', { type: 'set.cancel', request: operation?.request ?? request, reason: 'timeout' }];
}
