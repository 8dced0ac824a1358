/**
 * Every reachable state of the bounded models of a lock manager: all invariants hold, all witnesses are seen,
 * the size is the pinned one, and every machine does what XState's interpreter does. Without the level check
 * there is a deadlock.
 */
import { describe, expect, test } from 'vitest';
import { largeLevelOrderModels, levelOrderModels } from '../../models/level-order.model.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import { explore } from '../../src/testing/explore.ts';
import { allCompiled, comparedMachines } from '../../src/testing/identity.ts';
import { withoutLevelCheck } from './without-level-check.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;
const models = [...levelOrderModels, ...(long ? largeLevelOrderModels : [])];

describe.each(models)('level order, $name', (model) => {
  test('keeps every invariant, on either executor, and has the pinned size', { timeout: 900_000 }, () => {
    const { machines, compared } = comparedMachines();
    const { states, edges, missing, broken } = explore(model, managerStep(machines, model.setup));
    expect(broken).toBeNull();
    expect(missing).toEqual([]);
    expect({ states, edges }).toEqual(model.pinned);
    for (const name of ['lock', 'set', 'catalogue', 'keyring']) expect(compared[name]).toBeGreaterThan(3);
  });

  test('deadlocks without the level check, as a scenario shows', () => {
    const keyring = withoutLevelCheck();
    // The order itself is broken first; what is looked for is where that leads.
    const claims = { ...model, invariants: model.invariants.filter(({ name }) => name !== 'level-order') };
    const { broken } = explore(claims, managerStep({ ...allCompiled, keyring }, model.setup));
    expect(broken?.invariant).toBe('no-cycle');
    const scenario = broken?.run.map(({ key, command }) => {
      const names = 'names' in command ? (command.names?.join() ?? 'ALL') : '';
      const level = 'level' in command ? command.level : '';
      return `${key} ${command.type.replace('keyring.', '')} ${level} ${names}`.trim();
    });
    expect(scenario).toMatchInlineSnapshot(`
      [
        "ann acquire cluster big",
        "ann acquire instance a",
        "bob acquire cluster big",
        "bob acquire node b",
        "ann acquire node b",
        "bob acquire instance a",
      ]
    `);
  });
});
