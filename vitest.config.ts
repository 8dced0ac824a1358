import { defineConfig } from 'vitest/config';
import { decorators } from './tools/decorators.ts';

export default defineConfig({
  plugins: [decorators],
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    testTimeout: 60_000,
    coverage: { include: ['src/**', 'models/**', 'tools/**'] },
  },
});
