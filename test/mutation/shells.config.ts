/**
 * The tests that Stryker runs against the shells: theirs, save those that count memory, or crowds.
 */
import { defineConfig } from 'vitest/config';
import { decorators } from '../../tools/decorators.ts';
import { suite } from './suite.ts';

const slow = ['scale', 'set-scale', 'condition-engines', 'peers-leaks', 'peers-many', 'manager-crowd']
  .concat(['monitor-memory', 'environments', 'liveness'])
  .map((name) => `test/locks/${name}.test.ts`);

export default defineConfig({
  plugins: [decorators],
  test: {
    ...suite,
    include: [
      'test/mutation/loads.selected.ts',
      'test/locks/*.test.ts',
      'test/property/natural-order.property.test.ts',
    ],
    exclude: slow,
  },
});
