/**
 * `lockchart/testing`: what a test of code that uses locks needs.
 */
export { VirtualClock } from './testing/virtual-clock.ts';
