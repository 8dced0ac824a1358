/**
 * The graphs of bounded models, in short: enough to say whether a changed machine has the same ones, step by
 * step.
 */
import { createHash } from 'node:crypto';
import { explore, type Model, type StepFunction } from '../../src/testing/explore.ts';

/** Explores a bounded model, up to so many states. */
export type Walk = (largest: number) => Graph;

export interface Graph {
  /** The first claim that is broken, or what a step threw; null when all hold. */
  readonly broken: string | null;
  readonly states: number;
  readonly edges: number;
  readonly missing: readonly string[];
  /** Of every state and every step, with its effects, in the order in which they are found. */
  readonly digest: string;
}

/** A graph of more states than that is no longer looked at. */
class TooLarge extends Error {}

/** States that differ only in who is who count once, where the model says who can be taken for whom. */
export function walkOf<State, Command, Effect>(
  model: Pick<Model<State, Command, Effect>, 'initial' | 'commands'> & Partial<Model<State, Command, Effect>>,
  step: StepFunction<State, Command, Effect>,
): Walk {
  return (largest) => {
    const hash = createHash('sha1');
    const normal = model.normalise ?? ((state: State) => state);
    let known = 1;
    let text = '';
    let edges = 0;
    try {
      const { broken, states, missing } = explore(model, step, {
        symmetry: model.symmetric !== undefined,
        onStep: ({ after, effects }, _from, to) => {
          edges += 1;
          text += to === known ? JSON.stringify([to, normal(after), effects]) : JSON.stringify([to, effects]);
          if (to === known) known += 1;
          if (known > largest) throw new TooLarge();
          if (text.length > 100_000) {
            hash.update(text);
            text = '';
          }
        },
      });
      return {
        broken: broken?.invariant ?? null,
        states,
        edges,
        missing,
        digest: hash.update(text).digest('hex'),
      };
    } catch (error) {
      const broken = error instanceof TooLarge ? null : String(error);
      return { broken, states: known, edges, missing: [], digest: 'unfinished' };
    }
  };
}
