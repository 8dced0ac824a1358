import { defineConfig } from 'vitest/config';
import { decorators } from './tools/decorators.ts';

const mutants = 'test/mutants/**/*.test.ts';

export default defineConfig({
  plugins: [decorators],
  test: {
    setupFiles: ['test/setup.ts'],
    // As many as there are cores: each file computes, and vitest would leave one of two idle.
    maxWorkers: '100%',
    testTimeout: 120_000,
    coverage: { include: ['src/**', 'models/**', 'tools/**'] },
    projects: [
      { extends: true, test: { name: 'main', include: ['test/**/*.test.ts'], exclude: [mutants] } },
      // Hundreds of changed machines, each through all checks.
      { extends: true, test: { name: 'mutants', include: [mutants] } },
    ],
  },
});
