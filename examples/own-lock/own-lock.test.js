/** All that the kit knows of locks, as tests of this one. With PLANTED=1, of the one with the bug. */
import { test } from 'node:test';
import { checkLock } from 'lockchart/testing';
import { OwnLock } from './own-lock.js';
import { PlantedLock } from './planted.js';

const adapter = {
  name: 'OwnLock',
  make() {
    const lock = process.env.PLANTED === '1' ? new PlantedLock() : new OwnLock();
    return {
      acquire: ({ timeout }) => lock.acquire(timeout).then((release) => ({ release })),
      waiterCount: () => lock.waiterCount,
    };
  },
};

const offered = { timeout: true, waiterCount: true, order: true, fair: true, releaseTwice: true };

for (const { name, sentence, run } of checkLock(adapter, offered)) test(`${name}: ${sentence}`, run);
