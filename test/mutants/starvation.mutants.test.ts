/**
 * Locks that let somebody wait for ever: the check of liveness shows whom and how, as a run and a cycle that
 * goes on for ever.
 */
import { describe, expect, test, vi } from 'vitest';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import type { LockCommand } from '../../src/core/shared-lock/commands.ts';
import type { State } from '../../src/core/shared-lock/compiled.ts';
import { checkLiveness, type Lasso } from '../../src/testing/liveness.ts';
import { replay } from '../../src/testing/transcript.ts';
import { withoutLevelCheck } from '../model/without-level-check.ts';
import { loadMutant, type Modules, type Mutant } from './load-mutant.ts';

vi.setConfig({ testTimeout: 120_000 });

const rules = 'src/core/shared-lock/rules.ts';
const queue = 'src/core/shared-lock/queue.ts';

const readersBarge: Mutant = {
  name: 'readers barge',
  file: rules,
  find: 'return head == null || (!command.try && command.priority < head.priority);',
  replace: 'return true;',
};

const writersFirst: Mutant = {
  name: 'writers go before readers',
  file: queue,
  find: '      ring.insertAfter(neighbour ?? line.first.previous, place);\n',
  replace:
    "      ring.insertAfter(neighbour ?? line.first.previous, place);\n      if (place.mode === 'exclusive' && line.first.mode === 'shared') line.first = place;\n",
};

const sharersDowngrade: Mutant = {
  name: 'a downgrade lets sharers in, also that of a sharer',
  file: 'models/shared-lock.machine.ts',
  find: "{ guard: 'isHolder', actions: 'confirmDowngrade' }",
  replace: "{ guard: 'isHolder', actions: 'downgrade', target: '.settling' }",
};

const noHandoff: Mutant = {
  name: 'a free lock is not handed over',
  file: rules,
  find: '  if (context.queue !== null) grantFrom(',
  replace: '  if (context.queue !== null && context.holds !== null) grantFrom(',
};

const [model = expect.fail('there is no model')] = sharedLockModels;
const liveness = {
  ...(model.liveness ?? expect.fail('the model does not say who waits')),
  // Some mutants let an owner in twice who asks while it waits, again and again.
  excludes: ({ context }: State, command: LockCommand) =>
    (command.type === 'lock.acquire' || command.type === 'lock.delete') &&
    context.queue.some(({ waiters }) => waiters.some(({ owner }) => owner === command.owner)),
};

const checkWith = (lock: Modules['shared-lock']) => checkLiveness(model, lock.step, liveness);

describe('somebody waits for ever where', () => {
  test('readers barge: a writer', () => {
    expect(starvation(readersBarge).transcript).toMatchInlineSnapshot(`
      "lock.acquire mode=shared owner=bob request=1 priority=0 try=false
        → lock.granted owner=bob request=1 mode=shared token=1
        = shared:bob
      lock.acquire mode=exclusive owner=ann request=2 priority=0 try=false
        = shared:bob|exclusive@0:ann
      # and again and again: ann waits
      lock.acquire mode=shared owner=cy request=3 priority=0 try=false
        → lock.granted owner=cy request=3 mode=shared token=2
        = shared:bob,cy|exclusive@0:ann
      lock.release owner=bob
        → lock.released owner=bob request=1
        = shared:cy|exclusive@0:ann
      lock.acquire mode=shared owner=bob request=4 priority=0 try=false
        → lock.granted owner=bob request=4 mode=shared token=3
        = shared:cy,bob|exclusive@0:ann
      lock.release owner=cy
        → lock.released owner=cy request=3
        = shared:bob|exclusive@0:ann
      "
    `);
  });

  test('writers go before readers: a reader', () => {
    expect(starvation(writersFirst).transcript).toMatchInlineSnapshot(`
      "lock.acquire mode=exclusive owner=bob request=1 priority=0 try=false
        → lock.granted owner=bob request=1 mode=exclusive token=1
        = exclusive:bob
      lock.acquire mode=shared owner=ann request=2 priority=0 try=false
        = exclusive:bob|shared@0:ann
      # and again and again: ann waits
      lock.acquire mode=exclusive owner=cy request=3 priority=0 try=false
        = exclusive:bob|exclusive@0:cy|shared@0:ann
      lock.release owner=bob
        → lock.released owner=bob request=1
        → lock.granted owner=cy request=3 mode=exclusive token=2
        = exclusive:cy|shared@0:ann
      lock.acquire mode=exclusive owner=bob request=4 priority=0 try=false
        = exclusive:cy|exclusive@0:bob|shared@0:ann
      lock.release owner=cy
        → lock.released owner=cy request=3
        → lock.granted owner=bob request=4 mode=exclusive token=3
        = exclusive:bob|shared@0:ann
      "
    `);
  });

  test('a downgrade lets sharers in, also that of a sharer: a writer', () => {
    expect(starvation(sharersDowngrade).transcript).toMatchInlineSnapshot(`
      "lock.acquire mode=shared owner=bob request=1 priority=0 try=false
        → lock.granted owner=bob request=1 mode=shared token=1
        = shared:bob
      lock.acquire mode=exclusive owner=ann request=2 priority=0 try=false
        = shared:bob|exclusive@0:ann
      # and again and again: ann waits
      lock.acquire mode=shared owner=cy request=3 priority=0 try=false
        = shared:bob|exclusive@0:ann|shared@0:cy
      lock.downgrade owner=bob
        → lock.downgraded owner=bob request=1
        → lock.granted owner=cy request=3 mode=shared token=2
        = shared:bob,cy|exclusive@0:ann
      lock.release owner=bob
        → lock.released owner=bob request=1
        = shared:cy|exclusive@0:ann
      lock.acquire mode=shared owner=bob request=4 priority=0 try=false
        = shared:cy|exclusive@0:ann|shared@0:bob
      lock.downgrade owner=cy
        → lock.downgraded owner=cy request=3
        → lock.granted owner=bob request=4 mode=shared token=3
        = shared:cy,bob|exclusive@0:ann
      lock.release owner=cy
        → lock.released owner=cy request=3
        = shared:bob|exclusive@0:ann
      "
    `);
  });

  test('a free lock is not handed over: anybody, and the lock is of use to nobody who waits', () => {
    const { standstill } = checkWith(loadMutant('shared-lock', noHandoff));
    expect(standstill?.of).toBe('lock');
    expect(starvation(noHandoff).transcript).toMatchInlineSnapshot(`
      "lock.acquire mode=shared owner=bob request=1 priority=0 try=false
        → lock.granted owner=bob request=1 mode=shared token=1
        = shared:bob
      lock.acquire mode=exclusive owner=ann request=2 priority=0 try=false
        = shared:bob|exclusive@0:ann
      # and again and again: ann waits
      lock.release owner=bob
        → lock.released owner=bob request=1
        = free|exclusive@0:ann
      lock.acquire mode=shared owner=bob request=3 priority=0 try=false
        → lock.granted owner=bob request=3 mode=shared token=2
        = shared:bob|exclusive@0:ann
      "
    `);
  });
});

describe('two wait for each other for ever where', () => {
  test('owners acquire without looking at the order of levels', () => {
    const [manager = expect.fail('there is no model')] = levelOrderModels;
    const machines = { ...compiledMachines, keyring: withoutLevelCheck() };
    const live = manager.liveness ?? expect.fail('the model does not say who waits');
    const { starvation: found } = checkLiveness(manager, managerStep(machines, manager.setup), live);
    expect(found?.cycle).toEqual([]);
    const scenario = found?.run.map(({ key, command }) => {
      return 'level' in command ? `${key} ${command.level}` : `${key} ${command.type}`;
    });
    expect(scenario).toMatchInlineSnapshot(`
      [
        "ann cluster",
        "ann instance",
        "bob cluster",
        "bob node",
        "ann node",
        "bob instance",
      ]
    `);
  });
});

describe('nobody waits for ever where', () => {
  test('nothing is changed', () => {
    expect(checkWith(loadMutant('shared-lock', null))).toMatchObject({ starvation: null, standstill: null });
  });

  test('a downgrade moves the sharers of every priority: whoever may downgrade had to wait itself', () => {
    const everyLine: Mutant = {
      name: 'a downgrade moves the sharers of every priority',
      file: queue,
      find: `    const line = this.#heap[0];
    if (line === undefined || line.lastSharer === null) return;
    let first`,
      replace: `    for (const line of this.#heap) this.advanceIn(line);
  }

  advanceIn(line: Line): void {
    if (line.lastSharer === null) return;
    let first`,
    };
    const found = checkWith(loadMutant('shared-lock', everyLine));
    expect(found).toMatchObject({ starvation: null, standstill: null, overtaking: { count: 2 } });
  });
});

/** The run is one of the mutant, and goes round: it comes back to a state that it has been in. */
function starvation(mutant: Mutant): Lasso<LockCommand> {
  const lock = loadMutant('shared-lock', mutant);
  const { starvation: found, overtaking } = checkWith(lock);
  const lasso = found ?? expect.fail(`nobody waits for ever where ${mutant.name}`);
  expect(replay(model, lock.step, lasso.transcript)).toBe(lasso.transcript);
  const statesOf = (commands: readonly LockCommand[], from: State): State[] => {
    const states = [from];
    for (const command of commands) states.push(lock.step(states.at(-1) as State, command)[0]);
    return states;
  };
  const begin = statesOf(lasso.run, model.initial).at(-1) as State;
  const round = statesOf(lasso.cycle, begin);
  expect(model.normalise(round.at(-1) as State)).toEqual(model.normalise(begin));
  for (const state of round) expect(liveness.waits(state).map(({ owner }) => owner)).toContain(lasso.of);
  expect(overtaking?.count).toBe(Number.POSITIVE_INFINITY);
  return lasso;
}
