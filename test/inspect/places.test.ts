/** Where each owner of a lock manager stands, from what its keyrings tell. */
import { expect, test } from 'vitest';
import { placesOfKeyrings } from '../../src/cli/inspect/view/places.ts';
import type { MachineState } from '../../src/cli/inspect/view/recording.ts';

test('levels are in the order of the manager, and each owner has there what its keyring says', () => {
  const levels = [{ name: 'instance' }, { name: 'node' }];
  const keyring = (context: object): MachineState => ({
    snapshot: { status: 'active', value: 'idle', context: { levels, ...context } },
    step: undefined,
  });
  const none = { members: 0, setLock: false };
  const ann = { owner: 'ann', held: [{ members: 2, setLock: false }, none], operation: { level: 'node' } };
  const anonymous = { owner: null, alias: 7, held: [none, { members: 3, setLock: true }], operation: null };
  expect(placesOfKeyrings([keyring(ann), keyring(anonymous)])).toEqual({
    levels: ['instance', 'node'],
    owners: [
      {
        owner: 'ann',
        places: [
          { held: 2, holdsSetLock: false, isAsking: false },
          { held: 0, holdsSetLock: false, isAsking: true },
        ],
      },
      {
        owner: '#7',
        places: [
          { held: 0, holdsSetLock: false, isAsking: false },
          { held: 3, holdsSetLock: true, isAsking: false },
        ],
      },
    ],
  });
});
