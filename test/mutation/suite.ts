/**
 * What both suites for Stryker have in common: one engine, and one process for all files, which would
 * otherwise be set up anew for each mutant.
 */
export const suite = {
  setupFiles: ['test/setup.ts', 'test/mutation/setup.ts'],
  testTimeout: 20_000,
  isolate: false,
  env: { LOCKCHART_ENGINE: 'compiled' },
};
