/**
 * The properties of a whole lock set that lives through a random run: it agrees with its naive twin, and the
 * tokens of a name only grow.
 */
import fc from 'fast-check';
import { expect } from 'vitest';
import type { SetAnswer } from '../../src/core/lock-set/commands.ts';
import type { SetMachines } from '../../src/core/lock-set/machines.ts';
import { LockSetSystem, type OwnerKey, type SystemState } from '../../src/core/lock-set/system.ts';
import { Router } from '../../src/core/router.ts';
import type { Living, Told } from './living.ts';
import { SetTwin } from './lock-set.twin.ts';
import { commandOf, draftOf, FIRST_REQUEST, ownerOf, type SetCommand } from './set-commands.ts';
import { expectSame } from './twin-agreement.ts';
import { Line } from './waiting.twin.ts';

/** Not in the order of their numbers: members are taken in plain order of names. */
const MEMBERS = ['n1', 'n10', 'n2'];

/** What there is, and what may be added. */
const NAMES = [...MEMBERS, 'n3', 'x'];

/** Runs of up to `maxLength` commands; a twin that goes through them first tells where the owners stand. */
export function setRuns(maxLength: number): fc.Arbitrary<Asked[]> {
  return fc.array(draftOf(NAMES), { maxLength, size: 'max' }).map((drafts) => {
    const line = new Line();
    const twin = new SetTwin(MEMBERS, line, () => {});
    return drafts.map((draft, place) => {
      const key = ownerOf(draft, (owner) => twin.standing(owner).waits !== undefined);
      const command = commandOf(draft, FIRST_REQUEST + place, twin.standing(key));
      twin.post(key, command);
      line.run();
      return { key, command };
    });
  });
}

interface Asked {
  readonly key: OwnerKey;
  readonly command: SetCommand;
}

type LivingSet = Living<SetCommand, SetAnswer, SystemState>;

/** What a set is made of; a mutant has its own. */
export interface SetParts {
  readonly LockSetSystem: typeof LockSetSystem;
  readonly Router: typeof Router;
}

export function openSet(machines: SetMachines, parts: SetParts = { LockSetSystem, Router }): LivingSet {
  const answers: Told<SetAnswer>[] = [];
  const listener = {
    answered: (key: OwnerKey, answer: SetAnswer) => answers.push({ key, answer }),
    asked: () => {},
  };
  const router = new parts.Router();
  const system = new parts.LockSetSystem('set', { machines, router, listener }, MEMBERS);
  router.run();
  return {
    perform(key, command) {
      system.perform(key, command);
      return answers.splice(0);
    },
    encode: () => system.encode(),
  };
}

export function agreesWithSetTwin(open: () => LivingSet) {
  return fc.property(setRuns(400), (run) => {
    const set = open();
    const line = new Line();
    const told: Told<SetAnswer>[] = [];
    const twin = new SetTwin(MEMBERS, line, (key, answer) => told.push({ key, answer }));
    for (const { key, command } of run) {
      twin.post(key, command);
      line.run();
      expectSame([set.perform(key, command), visible(set.encode())], [told.splice(0), twin.state]);
    }
  });
}

/** What can be known from outside: members, holders, queues, and for each owner what it has and waits for. */
export function visible({ catalogue, locks, owners }: SystemState) {
  return {
    members: catalogue.context.members,
    locks,
    owners: owners.map(({ key, state: { context } }) => {
      const { setLock, members, operation } = context;
      const waits = operation && {
        key,
        request: operation.request,
        priority: operation.priority,
        at: operation.at?.lock,
      };
      return { key, setLock, members, waits };
    }),
  };
}

/** Whatever lock stands behind a name: each hold on it has a greater token than all before. */
export function tokensGrow(open: () => LivingSet) {
  return fc.property(setRuns(100), (run) => {
    const set = open();
    const last = new Map<string, number>();
    const seen = new Set<string>();
    for (const { key, command } of run) {
      set.perform(key, command);
      const { catalogue, locks } = set.encode();
      for (const { lock, state } of locks) {
        const name = catalogue.context.members.find((member) => member.lock === lock)?.name ?? '';
        for (const { owner, request, token } of state.context.holds) {
          const hold = `${lock} ${owner} ${request} ${token}`;
          if (seen.has(hold)) continue;
          seen.add(hold);
          expect(token).toBeGreaterThan(last.get(name) ?? 0);
          last.set(name, token);
        }
      }
    }
  });
}
