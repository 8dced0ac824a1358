/**
 * What stands for ./ambient-owner.ts where there is no Node, so that a program for both compiles and loads.
 */
import { misuse } from './errors.ts';

/** Nothing here can follow an owner across `await`: it throws, and says what to do instead. */
export function withOwner(_owner: string, _fn: () => unknown): never {
  throw misuse(
    'withOwner needs Node: here nothing follows an owner across await. Give { owner } to each call.',
  );
}
