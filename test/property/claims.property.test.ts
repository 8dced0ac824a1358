/**
 * The properties of all machines along random runs, legal or not, of more owners than the bounded models
 * have; and that a machine which lives through such a run, and one that is stored and restored after each
 * command, answer alike.
 */
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { largeLevelOrderModels } from '../../models/level-order.model.ts';
import { encode, start } from '../../src/core/condition/compiled.ts';
import { LockSetSystem, type OwnerKey, type SystemState } from '../../src/core/lock-set/system.ts';
import { Router } from '../../src/core/router.ts';
import { initialState as freeLock } from '../../src/core/shared-lock/compiled.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';
import { levelOrderProperties } from '../../src/testing/properties/level-order.ts';
import { lockSetProperties } from '../../src/testing/properties/lock-set.ts';
import { compiledExecutors, machineOf, managerOf, setOf } from '../../src/testing/properties/machines.ts';
import { checkRun, type Machine, type Property } from '../../src/testing/properties/property.ts';
import { toldApart } from '../../src/testing/properties/round-trip.ts';
import { sharedLockProperties } from '../../src/testing/properties/shared-lock.ts';
import { conditionRuns } from './condition.runs.ts';
import { commandOf, draftOf, FIRST_REQUEST, ownerOf, type Standing } from './set-commands.ts';

const times = process.env['LOCKCHART_LONG'] === undefined ? 1 : 20;
const lock = machineOf(compiledExecutors.lock);
const condition = machineOf(compiledExecutors.condition);
const set = setOf(compiledExecutors);

const MEMBERS = ['n1', 'n10', 'n2'];
const drafts = draftOf([...MEMBERS, 'x']);
const parts = { machines: compiledExecutors, router: new Router(), listener: { answered() {}, asked() {} } };
const newSet = new LockSetSystem('set', parts, MEMBERS).encode();
const [managers] = largeLevelOrderModels as readonly [(typeof largeLevelOrderModels)[number]];
const manager = managerOf(compiledExecutors, managers.setup);

describe('along random runs', () => {
  test.prop([lockRuns(60)], { numRuns: 60 * times })('one lock keeps its properties', (run) => {
    expectAll(sharedLockProperties, lock, freeLock, run);
  });

  test.prop([lockRuns(400)], { numRuns: 60 * times })('one lock can be stored at any point', (run) => {
    expect(toldApart(lock, freeLock, run)).toBeNull();
  });

  test.prop([conditionRuns(400)], { numRuns: 60 * times })('a condition can, too', ({ once, commands }) => {
    expect(toldApart(condition, encode(start({ once })), commands)).toBeNull();
  });

  test.prop([fc.array(drafts, { maxLength: 40, size: 'max' })], { numRuns: 15 * times })(
    'a lock set keeps its properties, and can be stored at any point',
    (drawn) => {
      const run = runOf(set, newSet, drawn, (draft, state, place) => {
        const key = ownerOf(draft, (owner) => standingIn(state, owner).waits !== undefined);
        return { key, command: commandOf(draft, FIRST_REQUEST + place, standingIn(state, key)) };
      });
      expect(toldApart(set, newSet, run)).toBeNull();
      expectAll(lockSetProperties, set, newSet, run);
    },
  );

  test.prop([fc.array(fc.nat(), { maxLength: 80, size: 'max' })], { numRuns: 60 * times })(
    'a lock manager keeps its properties, and can be stored at any point',
    (picks) => {
      const { initial, commands } = managers;
      const run = runOf(manager, initial, picks, (pick, state) => {
        const possible = commands(state);
        return possible[pick % possible.length] as (typeof possible)[number];
      });
      expect(toldApart(manager, initial, run)).toBeNull();
      expectAll(levelOrderProperties, manager, initial, run);
    },
  );
});

/** All but what is tried on the whole run. */
function expectAll<State, Command, Effect>(
  properties: readonly Property<State, Command, Effect>[],
  machine: Machine<State, Command, Effect>,
  initial: State,
  run: readonly Command[],
): void {
  for (const property of properties) {
    if (property.name === 'round-trip') continue;
    expect(checkRun(property, machine, initial, run), property.name).toBeNull();
  }
}

/** Each command fits where the machine stands then. */
function runOf<State, Command, Effect, Draft>(
  machine: Machine<State, Command, Effect>,
  initial: State,
  drawn: readonly Draft[],
  asked: (draft: Draft, state: State, place: number) => Command,
): Command[] {
  const living = machine.resume(initial);
  return drawn.map((draft, place) => {
    const command = asked(draft, living.read(), place);
    living.send(command);
    return command;
  });
}

function standingIn({ owners }: SystemState, key: OwnerKey): Standing {
  const context = owners.find((owner) => owner.key === key)?.state.context;
  const held = context?.members.map(({ name }) => name) ?? [];
  const ownsAny = held.length > 0 || context?.setLock != null;
  return { held, ownsAny, waits: context?.operation?.request };
}
