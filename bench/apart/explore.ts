/**
 * A program of its own: how many transitions of the lock's model are explored in a second, with every claim
 * judged. Prints the rate of each exploration, after one that is not counted.
 */
import { largeSharedLockModels, sharedLockModels } from '../../models/shared-lock.model.ts';
import { step } from '../../src/core/shared-lock/compiled.ts';
import { explore } from '../../src/testing/explore.ts';

const [size, times] = process.argv.slice(2);
const [model] = size === 'small' ? sharedLockModels : largeSharedLockModels;
if (model === undefined) throw new Error('there is no such model');

const rates = Array.from({ length: 1 + Number(times) }, () => {
  const began = performance.now();
  const { edges, broken } = explore(model, step);
  if (broken !== null) throw new Error(`${broken.invariant} does not hold`);
  return (1000 * edges) / (performance.now() - began);
});
process.stdout.write(JSON.stringify(rates.slice(1)));
