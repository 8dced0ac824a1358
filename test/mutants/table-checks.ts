/**
 * What a changed table is tried against, machine by machine.
 */
import fc from 'fast-check';
import type { AnyStateMachine } from 'xstate';
import { catalogueMachine } from '../../models/catalogue.machine.ts';
import { conditionMachine } from '../../models/condition.machine.ts';
import { conditionModels } from '../../models/condition.model.ts';
import { levelOrderMachine } from '../../models/level-order.machine.ts';
import { levelOrderModels } from '../../models/level-order.model.ts';
import { lockSetMachine } from '../../models/lock-set.machine.ts';
import { lockSetModels } from '../../models/lock-set.model.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { sharedLockModels } from '../../models/shared-lock.model.ts';
import type * as catalogue from '../../src/core/catalogue/compiled.ts';
import type * as keyring from '../../src/core/level-order/compiled.ts';
import type { ManagerMachines } from '../../src/core/level-order/system.ts';
import { managerStep } from '../../src/core/level-order/system-step.ts';
import type * as set from '../../src/core/lock-set/compiled.ts';
import { type Executor, executorOf } from '../../src/core/lock-set/machines.ts';
import { ownsAny } from '../../src/core/lock-set/rules.ts';
import { systemStep } from '../../src/core/lock-set/system-step.ts';
import { compiledEngine } from '../../src/locks/engine.ts';
import { allCompiled } from '../../src/testing/identity.ts';
import { readScenario } from '../conformance/scenarios.ts';
import { agreesWithConditionTwin } from '../property/condition.runs.ts';
import { agreesWithManagerTwin, openManager } from '../property/level-order.runs.ts';
import { agreesWithSetTwin, openSet } from '../property/lock-set.runs.ts';
import { agreesWithTwin } from '../property/twin-agreement.ts';
import { lockEngine } from './engines.ts';
import { type Walk, walkOf } from './graphs.ts';
import { changingModels } from './level-order.changes.ts';
import type { Modules } from './load-mutant.ts';
import { SEED } from './mutant-table.ts';
import { failingSample, failingTraces } from './traces.ts';
import { isTwinEverywhere } from './twin-everywhere.ts';

/** What is done with a compiled module. */
interface Trials {
  /** The bounded models. */
  readonly graphs: readonly Walk[];
  /** Whether a naive twin that lives through the same random runs says otherwise. */
  readonly differsFromTwin: () => boolean;
  /** Whether a recorded scenario fails. */
  readonly failsTraces: () => Promise<boolean>;
}

export interface TableSubject {
  readonly machine: AnyStateMachine;
  readonly trials: (module: object) => Trials;
}

const RUNS = { seed: SEED, numRuns: 60, endOnFailure: true };

/** By name, as in src/core. */
export const subjects: Readonly<Record<string, TableSubject>> = {
  'shared-lock': {
    machine: sharedLockMachine,
    trials: (module) => {
      const lock = module as Modules['shared-lock'];
      return {
        graphs: sharedLockModels.map((model) => walkOf(model, lock.step)),
        differsFromTwin: () =>
          sharedLockModels.some((model) => !isTwinEverywhere(lock, model)) ||
          fc.check(agreesWithTwin(lock), RUNS).failed,
        failsTraces: async () => (await failingTraces(lockEngine(lock))) > 0,
      };
    },
  },
  condition: {
    machine: conditionMachine,
    trials: (module) => {
      const condition = module as Modules['condition'];
      return {
        graphs: conditionModels.map((model) => walkOf(model, condition.step)),
        differsFromTwin: () => fc.check(agreesWithConditionTwin(condition), RUNS).failed,
        // The original's conditions were not recorded.
        failsTraces: async () => false,
      };
    },
  },
  catalogue: {
    machine: catalogueMachine,
    trials: (module) => ofSet({ ...allCompiled, catalogue: executorOf(module as typeof catalogue) }),
  },
  'lock-set': {
    machine: lockSetMachine,
    trials: (module) => {
      const executor = executorOf(module as typeof set);
      const stateOf = (context: set.Context): string => (ownsAny(context) ? 'owning' : 'idle');
      return ofSet({ ...allCompiled, set: atRest(executor, 'set.', stateOf) });
    },
  },
  'level-order': {
    machine: levelOrderMachine,
    trials: (module) => {
      const executor = executorOf(module as typeof keyring);
      const stateOf = ({ closing }: keyring.Context): string => (closing === null ? 'idle' : 'closing');
      const machines = { ...allCompiled, keyring: atRest(executor, 'keyring.', stateOf) };
      return {
        graphs: [...levelOrderModels, ...changingModels].map((model) =>
          walkOf(model, managerStep(machines, model.setup)),
        ),
        differsFromTwin: () =>
          fc.check(
            agreesWithManagerTwin((setup) => openManager(machines, setup)),
            RUNS,
          ).failed,
        failsTraces: () => fails('lock-manager', machines),
      };
    },
  },
};

function ofSet(machines: ManagerMachines): Trials {
  return {
    graphs: lockSetModels.map((model) => walkOf(model, systemStep(machines))),
    differsFromTwin: () =>
      fc.check(
        agreesWithSetTwin(() => openSet(machines)),
        RUNS,
      ).failed,
    failsTraces: () => fails('lock-set', machines),
  };
}

async function fails(kind: 'lock-set' | 'lock-manager', machines: ManagerMachines): Promise<boolean> {
  const engine = { ...compiledEngine, name: 'mutant', machines: () => machines };
  return (await failingSample(kind, 24, readScenario, engine)) > 0;
}

/** More than are ever sent before a machine is asked from outside again. */
const MOST_ANSWERS = 1000;

/** What a live machine is asked beside its state. */
interface Standing {
  readonly operation: object | null;
}

/**
 * Throws where a machine would ask and be answered for ever, and where one that is about nothing is not in
 * the state that says so. The whole drops a machine that has nothing and is about nothing, so there nothing
 * tells in which state that was. `asked`: how what comes from outside begins.
 */
function atRest<Input, Command extends { readonly type: string }, Effect, Context extends Standing, State>(
  executor: Executor<Input, Command, Effect, Context, State & { readonly value: string }>,
  asked: string,
  stateOf: (context: Context) => string,
): typeof executor {
  let answers = 0;
  return {
    ...executor,
    send(live, command, tell, from) {
      answers = command.type.startsWith(asked) ? 0 : answers + 1;
      if (answers > MOST_ANSWERS) throw new Error('the machine does not come to rest');
      executor.send(live, command, tell, from);
      const context = executor.context(live);
      if (context.operation !== null) return;
      const { value } = executor.read(live);
      if (value !== stateOf(context)) throw new Error(`the machine is about nothing, in the state ${value}`);
    },
  };
}
