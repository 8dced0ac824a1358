/**
 * The tests that Stryker runs against the core: those that say much in little time.
 */
import { defineConfig } from 'vitest/config';
import { suite } from './suite.ts';

export default defineConfig({
  test: {
    ...suite,
    include: [
      'test/mutation/*.selected.ts',
      'test/locks/{shared-lock,lock-set,lock-manager,monitor,hold,hold-copies,raising}.test.ts',
      'test/property/{held-members,stored}.property.test.ts',
      'test/property/{blockers,catalogue,crossing,live-machines,place,router,rules}.test.ts',
    ],
  },
});
