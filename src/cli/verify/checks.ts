/**
 * What `lockchart verify` checks: for each machine every state within its bounds, that nobody waits for ever,
 * that XState and the compiled machine are one, and that the independent specification says the same.
 */
import { conditionModels, largeConditionModels } from '../../../models/condition.model.ts';
import { largeLevelOrderModels, levelOrderModels } from '../../../models/level-order.model.ts';
import { largeLockSetModels, lockSetModels } from '../../../models/lock-set.model.ts';
import { largeSharedLockModels, sharedLockModels } from '../../../models/shared-lock.model.ts';
import { managerStep } from '../../core/level-order/system-step.ts';
import { systemStep } from '../../core/lock-set/system-step.ts';
import { exploreAsync, type Model, type Progress, type StepFunction } from '../../testing/explore.ts';
import { checkLivenessAsync } from '../../testing/liveness.ts';
import { withPauses } from '../../testing/turns.ts';
import { comparing, differenceText, digestOf } from './compare.ts';
import { digests } from './digests.ts';
import { type Randomness, randomRuns } from './random-runs.ts';
import { type Edge, lineOf } from './spec-text.ts';
import { type Specification, specifications } from './specifications.ts';
import { hasSpin, proveClaim, specifiedSteps } from './spin.ts';
import { type Subject, withoutLevelCheck } from './subject.ts';

export type Bounds = 'small' | 'normal' | 'large';

/** What a check says of itself while it works. */
export interface Context {
  readonly signal: AbortSignal;
  progress(text: string): void;
}

export interface Verdict {
  readonly status: 'ok' | 'failed' | 'skipped';
  readonly states?: number;
  readonly edges?: number;
  /** In a few words; of a failure, what failed. */
  readonly detail: string;
  /** The shortest run that shows the failure, as text. */
  readonly counterexample?: string;
  /** A run that shows what was looked for, where that is not a failure. */
  readonly scenario?: string;
}

export interface Check {
  readonly name: string;
  /** The machine that it is about. */
  readonly model: string;
  readonly run: (context: Context) => Promise<Verdict>;
}

/** Every check within these bounds. */
export function checksOf(subject: Subject, bounds: Bounds, randomness: Randomness): Check[] {
  const large = bounds === 'large';
  const models: Check[][] = [
    [...sharedLockModels, ...(large ? largeSharedLockModels : [])].map((model) =>
      exploration('shared-lock', model, () => subject.lockStep),
    ),
    [...conditionModels, ...(large ? largeConditionModels : [])].map((model) =>
      exploration('condition', model, () => subject.conditionStep),
    ),
    [...lockSetModels, ...(large ? largeLockSetModels : [])].map((model) =>
      exploration('lock-set', model, () => systemStep(subject.machines())),
    ),
    [...levelOrderModels, ...(large ? largeLevelOrderModels : [])].map((model) =>
      exploration('level-order', model, () => managerStep(subject.machines(), model.setup)),
    ),
  ];
  return [
    ...models.flat(),
    ...(subject.replaced === undefined ? [deadlockWithoutOrder()] : []),
    ...randomRuns(subject, randomness),
    ...specificationChecks(subject, bounds),
  ];
}

/**
 * All claims of a model in every state, its witnesses, its size, and, where the model says who waits, that
 * nobody waits for ever. A machine that was handed in has no size of its own to keep to.
 */
function exploration<State, Command, Effect>(
  machine: string,
  model: Model<State, Command, Effect>,
  stepOf: () => StepFunction<State, Command, Effect>,
): Check {
  return {
    name: `every state: ${model.name}`,
    model: machine,
    run: async ({ signal, progress }) => {
      const step = stepOf();
      const onProgress = (far: Progress): void => progress(farText(far));
      const { states, edges, broken, missing } = await exploreAsync(model, step, { signal, onProgress });
      const found = { states, edges };
      if (broken !== null) {
        return {
          status: 'failed',
          ...found,
          detail: `breaks ${broken.invariant}`,
          counterexample: broken.transcript,
        };
      }
      if (missing.length > 0)
        return { status: 'failed', ...found, detail: `never seen: ${missing.join('; ')}` };
      const { pinned, liveness } = model;
      if (states !== pinned.states || edges !== pinned.edges) {
        return {
          status: 'failed',
          ...found,
          detail: `not ${pinned.states} states and ${pinned.edges} steps`,
        };
      }
      if (liveness === undefined) return { status: 'ok', ...found, detail: `${claimsIn(model)} claims` };
      const live = await checkLivenessAsync(model, step, liveness, { signal, onProgress });
      const lasso = live.starvation ?? live.standstill;
      if (lasso !== null) {
        const detail = live.starvation === null ? 'breaks progress' : 'breaks no-starvation';
        return { status: 'failed', ...found, detail, counterexample: lasso.transcript };
      }
      const passed = live.overtaking?.count ?? 0;
      const bound = `passed by ${passed} grants at most`;
      return passed === liveness.overtaking
        ? { status: 'ok', ...found, detail: `${claimsIn(model)} claims, nobody starves, ${bound}` }
        : { status: 'failed', ...found, detail: `${bound}, not ${liveness.overtaking}` };
    },
  };
}

/** What the order of levels is for: without it two owners wait for each other. It shows how, and must. */
function deadlockWithoutOrder(): Check {
  return {
    name: 'without the order of levels: a deadlock',
    model: 'level-order',
    run: async ({ signal }) => {
      const [model] = levelOrderModels;
      if (model === undefined) throw new Error('there is no model of a lock manager');
      // The order itself is broken first; what is looked for is where that leads.
      const invariants = model.invariants.filter(({ name }) => name === 'no-cycle');
      const claims = { ...model, invariants, stepInvariants: [], witnesses: [] };
      const step = managerStep(withoutLevelCheck(), model.setup);
      const { states, edges, broken } = await exploreAsync(claims, step, { signal });
      return broken === null
        ? { status: 'failed', states, edges, detail: 'no deadlock was found' }
        : {
            status: 'ok',
            states,
            edges,
            detail: `after ${broken.run.length} commands, as it must`,
            scenario: broken.transcript,
          };
    },
  };
}

const claimsIn = ({
  invariants,
  stepInvariants,
}: {
  readonly invariants: readonly unknown[];
  readonly stepInvariants: readonly unknown[];
}): number => invariants.length + stepInvariants.length;

const farText = ({ states, depth, rate }: Progress): string =>
  `${states} states, depth ${depth}, ${Math.round(rate)} steps a second`;

/** The graph of each specification and ours; and, beyond small bounds, what Spin proves of it. */
function specificationChecks(subject: Subject, bounds: Bounds): Check[] {
  return specifications.flatMap((specification) => [
    comparison(specification, subject, bounds !== 'small'),
    ...(bounds === 'small' ? [] : specification.claims.map((claim) => proof(specification, claim))),
  ]);
}

function comparison(specification: Specification, subject: Subject, withSpin: boolean): Check {
  return {
    name: `as specified: ${specification.name}`,
    model: specification.model,
    run: async ({ signal, progress }) => {
      const steps = specification.edges(subject);
      const watch = { signal, onProgress: (compared: number) => progress(`${compared} steps`) };
      if (!withSpin || !(await hasSpin())) {
        const { states, edges, sha256 } = digestOf(await withPauses(gathering(steps), watch));
        const without = withSpin ? ' (Spin and gcc are not installed)' : '';
        return digests[specification.name]?.sha256 === sha256
          ? { status: 'ok', states, edges, detail: `the shipped digest of the specification${without}` }
          : { status: 'failed', states, edges, detail: `not the shipped digest${without}: Spin tells where` };
      }
      progress('Spin is at it');
      const specified = await specifiedSteps(specification, signal);
      const found = await withPauses(comparing(specified, steps), watch);
      if (found === undefined) {
        const { states, edges } = digestOf(specified);
        return { status: 'ok', states, edges, detail: 'the same graph, by Spin' };
      }
      const counterexample = differenceText(found);
      return { status: 'failed', detail: 'differs from the specification', counterexample };
    },
  };
}

/** All steps as lines, each once. */
function* gathering(steps: Iterable<Edge>): Generator<number, ReadonlySet<string>> {
  const lines = new Set<string>();
  for (const step of steps) {
    lines.add(lineOf(step));
    yield lines.size;
  }
  return lines;
}

function proof(specification: Specification, claim: string): Check {
  return {
    name: `by Spin: ${specification.name}, ${claim}`,
    model: specification.model,
    run: async ({ signal }) => {
      if (!(await hasSpin())) return { status: 'skipped', detail: 'Spin and gcc are not installed' };
      await proveClaim(specification, claim, signal);
      return { status: 'ok', detail: 'proven, with weak fairness' };
    },
  };
}
