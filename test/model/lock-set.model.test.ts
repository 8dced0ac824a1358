/**
 * Every reachable state of the bounded models of a lock set: all invariants hold, all witnesses are seen, the
 * size is the pinned one, and every machine does what XState's interpreter does.
 */
import { describe, expect, test } from 'vitest';
import { largeLockSetModels, lockSetModels } from '../../models/lock-set.model.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { explore } from '../../src/testing/explore.ts';
import { comparedMachines } from '../../src/testing/identity.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;
const models = [...lockSetModels, ...(long ? largeLockSetModels : [])];

describe.each(models)('lock set, $name', (model) => {
  test('keeps every invariant, on either executor, and has the pinned size', { timeout: 600_000 }, () => {
    const { machines, compared } = comparedMachines();
    const { states, edges, missing, broken } = explore(model, systemStep(machines));
    expect(broken).toBeNull();
    expect(missing).toEqual([]);
    expect({ states, edges }).toEqual(model.pinned);
    for (const name of ['lock', 'set', 'catalogue']) expect(compared[name]).toBeGreaterThan(3);
  });
});
