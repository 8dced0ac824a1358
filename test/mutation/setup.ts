/**
 * For every test file that Stryker runs: the same runs each time, and no search for a smaller one that fails.
 */
import fc from 'fast-check';

fc.configureGlobal({ seed: 20_261_125, endOnFailure: true });
