/**
 * Every reachable state of the bounded models of a lock set: all invariants hold, all witnesses are seen, and
 * the size is the pinned one.
 */
import { describe, expect, test } from 'vitest';
import { largeLockSetModels, lockSetModels } from '../../models/lock-set.model.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { systemStep } from '../../src/core/lock-set/system.ts';
import { explore } from '../../src/testing/explore.ts';

const long = process.env['LOCKCHART_LONG'] !== undefined;
const models = [...lockSetModels, ...(long ? largeLockSetModels : [])];

describe.each(models)('lock set, $name', (model) => {
  test('keeps every invariant, reaches every witness, and has the pinned size', { timeout: 600_000 }, () => {
    const { states, edges, missing, broken } = explore(model, systemStep(compiledMachines));
    expect(broken).toBeNull();
    expect(missing).toEqual([]);
    expect({ states, edges }).toEqual(model.pinned);
  });
});
