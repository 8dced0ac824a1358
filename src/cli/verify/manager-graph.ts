/**
 * Every step of a lock manager within the bounds of models/level-order.pml, in its words.
 */
import { renamedManager } from '../../../models/renaming.ts';
import type { KeyringCommand } from '../../core/level-order/commands.ts';
import type { ManagerMachines, ManagerSetup, ManagerState } from '../../core/level-order/system.ts';
import { initialManager, type ManagerCommand, managerStep } from '../../core/level-order/system-step.ts';
import { everyStep } from './every-step.ts';
import { answersText, type Edge, locksText, type Mode, modeLetter, operationText } from './spec-text.ts';

export interface ManagerBounds {
  readonly owners: readonly string[];
  /** The members of the three levels; the first is the big lock. */
  readonly members: readonly [readonly [string], readonly string[], readonly string[]];
  /** For the levels above the first, whose locks are always taken in both. */
  readonly modes: readonly Mode[];
  /** Also tries, and opportunistic acquisitions. */
  readonly tries: boolean;
}

export function managerEdges(machines: ManagerMachines, bounds: ManagerBounds): Generator<Edge> {
  const setup: ManagerSetup = {
    levels: bounds.members.map((members, level) => ({ name: `L${level}`, modifiable: level > 0, members })),
    bigLock: bounds.members[0][0],
  };
  return everyStep({
    initial: initialManager(machines, setup),
    normalise: (state) => renamedManager(state),
    step: managerStep(machines, setup),
    commands: (state) => commandsIn(state, bounds),
    textOf: (state) => textOf(state, bounds),
    toldIn: ({ command }, answers) => answersText(answers, command.type === 'keyring.cancel'),
  });
}

function textOf({ sets }: ManagerState, { owners, members }: ManagerBounds): string {
  const locks = sets.map((set, level) => locksText(set, `L${level}set`, members[level] ?? []));
  const operations = owners.flatMap((owner) =>
    sets.map((set, level) => operationText(set, owner, `L${level}/`)),
  );
  return locks.join(';') + operations.join('');
}

function* commandsIn(
  state: ManagerState,
  bounds: ManagerBounds,
): Generator<readonly [text: string, command: ManagerCommand]> {
  for (const key of bounds.owners) {
    for (const [text, command] of commandsOf(state, key, bounds)) yield [`${key}:${text}`, { key, command }];
  }
}

type Named = readonly [text: string, command: KeyringCommand];

function* commandsOf(state: ManagerState, key: string, bounds: ManagerBounds): Generator<Named> {
  const { members, modes, tries } = bounds;
  const request = 1000;
  for (const [index, known] of members.entries()) {
    const level = `L${index}`;
    const lists = [null, ...known.map((name) => [name]), ...(known.length > 1 ? [known] : [])];
    for (const names of lists) {
      const shown = names === null ? '*' : names.join(',');
      for (const mode of index === 0 ? (['shared', 'exclusive'] as const) : modes) {
        const asked = {
          type: 'keyring.acquire',
          request,
          level,
          names,
          mode,
          priority: 0,
          limited: false,
        } as const;
        const letter = modeLetter(mode);
        yield [`${level}/acquire[${shown}]${letter}`, { ...asked, try: false, opportunistic: false }];
        if (!tries) continue;
        yield [`${level}/try[${shown}]${letter}`, { ...asked, try: true, opportunistic: false }];
        yield [`${level}/acquire[${shown}]${letter}o`, { ...asked, try: false, opportunistic: true }];
      }
    }
    for (const names of [null, [], ...known.map((name) => [name])]) {
      const shown = names === null ? '*' : names.join(',');
      yield [`${level}/release[${shown}]`, { type: 'keyring.release', request, level, names }];
    }
    yield [`${level}/downgrade[*]`, { type: 'keyring.downgrade', request, level, names: null }];
  }
  const operation = state.keyrings.find((keyring) => keyring.key === key)?.state.context.operation;
  yield ['cancel', { type: 'keyring.cancel', request: operation?.request ?? request, reason: 'timeout' }];
}
