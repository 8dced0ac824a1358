/**
 * Arbitrary runs of a whole lock manager, legal or not, and the property that a manager which lives through
 * such a run and its naive twin agree.
 */
import fc from 'fast-check';
import type { KeyringAnswer, KeyringCommand } from '../../src/core/level-order/commands.ts';
import {
  LockManagerSystem,
  type ManagerMachines,
  type ManagerSetup,
  type ManagerState,
} from '../../src/core/level-order/system.ts';
import type { OwnerKey } from '../../src/core/lock-set/system.ts';
import type { Mode } from '../../src/core/shared-lock/commands.ts';
import { ManagerTwin } from './level-order.twin.ts';
import type { Living, Told } from './living.ts';
import { visible } from './lock-set.runs.ts';
import { commandOf, draftOf, FIRST_REQUEST, ownerOf } from './set-commands.ts';
import { expectSame } from './twin-agreement.ts';

const BIG_LOCK = 'big';
const FIRST_LEVEL = 'cluster';

/** `n1` is a name at two levels, and means two locks. */
const LEVELS: ManagerSetup['levels'] = [
  { name: FIRST_LEVEL, modifiable: false, members: [BIG_LOCK, 'n1'] },
  { name: 'instance', modifiable: true, members: ['n2'] },
  { name: 'node', modifiable: true, members: ['n1', 'n10', 'n2'] },
];

const NAMES = [BIG_LOCK, 'n1', 'n10', 'n2'];

interface ManagerRun {
  readonly setup: ManagerSetup;
  readonly commands: readonly { readonly key: OwnerKey; readonly command: KeyringCommand }[];
}

type LivingManager = Living<KeyringCommand, KeyringAnswer, ManagerState>;

export function openManager(
  machines: ManagerMachines,
  setup: ManagerSetup,
  System: typeof LockManagerSystem = LockManagerSystem,
): LivingManager {
  const answers: Told<KeyringAnswer>[] = [];
  const answered = (key: OwnerKey, answer: KeyringAnswer) => answers.push({ key, answer });
  const system = new System(machines, setup, { answered, asked: () => {} });
  return {
    perform(key, command) {
      system.perform(key, command);
      return answers.splice(0);
    },
    encode: () => system.encode(),
  };
}

const drafts = fc.record({
  draft: draftOf(NAMES),
  level: fc.constantFrom(FIRST_LEVEL, 'instance', 'instance', 'node', 'node', 'moon'),
  isEnd: fc.oneof({ weight: 12, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
type Drafted = typeof drafts extends fc.Arbitrary<infer Value> ? Value : never;

/** Runs of up to `maxLength` commands; a twin that goes through them first tells where the owners stand. */
export function managerRuns(maxLength: number): fc.Arbitrary<ManagerRun> {
  const bigLocks = fc.constantFrom(BIG_LOCK, BIG_LOCK, null);
  return fc.tuple(bigLocks, fc.array(drafts, { maxLength, size: 'max' })).map(([bigLock, all]) => {
    const setup = { levels: LEVELS, bigLock };
    const twin = new ManagerTwin(setup);
    const commands = all.map((one, place) => {
      const key = ownerOf(one.draft, (owner) => twin.standing(owner, FIRST_LEVEL).waits !== undefined);
      const command = keyringCommand(one, FIRST_REQUEST + place, key, twin, bigLock);
      twin.perform(key, command);
      return { key, command };
    });
    return { setup, commands };
  });
}

function keyringCommand(
  { draft, level, isEnd }: Drafted,
  request: number,
  key: OwnerKey,
  twin: ManagerTwin,
  bigLock: string | null,
): KeyringCommand {
  if (isEnd) return { type: 'keyring.releaseAll', request };
  const first = twin.standing(key, FIRST_LEVEL);
  const needsBigLock = bigLock !== null && !draft.isWild && !first.held.includes(bigLock);
  // Mostly shared, or there would be nobody to conflict with.
  const mode: Mode = draft.isTry ? 'exclusive' : 'shared';
  const command = needsBigLock
    ? commandOf({ ...draft, some: [bigLock], mode }, request, first)
    : commandOf(draft, request, twin.standing(key, level));
  const at = needsBigLock ? FIRST_LEVEL : level;
  return { ...command, type: command.type.replace('set.', 'keyring.'), level: at } as KeyringCommand;
}

export function agreesWithManagerTwin(open: (setup: ManagerSetup) => LivingManager) {
  return fc.property(managerRuns(400), ({ setup, commands }) => {
    const manager = open(setup);
    const twin = new ManagerTwin(setup);
    for (const { key, command } of commands) {
      const told = manager.perform(key, command);
      expectSame([told, visibleManager(manager.encode())], [twin.perform(key, command), twin.state]);
    }
  });
}

/** What is seen of each set, and for each owner what it has at which level, and what it is about. */
function visibleManager({ sets, keyrings }: ManagerState) {
  return {
    sets: sets.map(visible),
    keyrings: keyrings.map(({ key, state: { context } }) => {
      const { held, holdsBigLock, operation } = context;
      return { key, held, holdsBigLock, request: operation?.request, level: operation?.level };
    }),
  };
}
