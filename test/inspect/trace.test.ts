/**
 * The steps that are told are those that XState takes, whatever the machine; and nobody who is told can
 * change anything by changing what it is told.
 */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createActor } from 'xstate';
import { compiledKeyring, type ManagerMachines } from '../../src/core/level-order/system.ts';
import { compiledMachines } from '../../src/core/lock-set/machines.ts';
import { Audience } from '../../src/inspect/audience.ts';
import { Chart, type ChartConfig } from '../../src/inspect/chart.ts';
import { type Rules, Tracer } from '../../src/inspect/trace.ts';
import { inspectedEngine } from '../../src/inspect/watched-engine.ts';
import { WatchedSystem } from '../../src/inspect/watched-system.ts';
import { xstateStep } from '../../src/testing/xstate-step.ts';
import { writeChart } from '../../tools/compiler/write-chart.ts';
import {
  type Counter,
  type CounterCommand,
  counterCommands,
  counterMachine,
  machineConfig,
  oddRules,
} from '../compile/random-machine.ts';
import { managerRuns, openManager } from '../property/level-order.runs.ts';
import { openSet, setRuns } from '../property/lock-set.runs.ts';
import { Recorder } from './streams.ts';

type State = { value: string; context: Counter };

test.prop([machineConfig, counterCommands], { numRuns: 500 })(
  'a machine of the subset is told of as XState tells of it',
  (config, commands) => {
    const machine = counterMachine(config);
    const step = xstateStep<State, CounterCommand, object>(machine);
    const chart = JSON.parse(writeChart(machine, oddRules)) as ChartConfig;
    const tracer = new Tracer(new Chart(chart, oddRules.begin), oddRules as unknown as Rules);
    const [ours, theirs] = [new Recorder(), new Recorder()];
    const audience = new Audience();
    audience.join(ours.inspect, []);
    const system = new WatchedSystem(audience);
    const live = {};
    let state: State = { value: 'one', context: { count: 0 } };
    system.started(live, 'counter', tracer, state, undefined);
    const actor = createActor(machine, { id: 'counter', inspect: theirs.inspect as never });
    actor.start();
    for (const command of commands) {
      try {
        [state] = step(state, command);
      } catch {
        // It does not come to rest, which no machine of ours does.
        break;
      }
      system.sent(live, command, undefined, () => state);
      actor.send(command as never);
    }
    expect(ours.stream).toEqual(theirs.stream);
  },
);

/** Empties and changes whatever it can reach, but for charts and references. */
function vandal(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    if (['actorRef', 'sourceRef', '_transitions'].includes(key)) continue;
    vandal(part);
    if (Array.isArray(part)) part.length = 0;
    else if (typeof part !== 'object') Reflect.set(value, key, 'spoiled');
  }
}

const compiled: ManagerMachines = { ...compiledMachines, keyring: compiledKeyring };
const spoiled = (name: string): ManagerMachines =>
  inspectedEngine(undefined, vandal).machines?.(name) as ManagerMachines;

describe('whoever changes what it is told changes nothing', () => {
  test.prop([setRuns(60)], { numRuns: 40 })('in a set', (commands) => {
    const [plain, watched] = [openSet(compiled), openSet(spoiled('set'))];
    for (const { key, command } of commands) {
      expect(watched.perform(key, command)).toEqual(plain.perform(key, command));
      expect(watched.encode()).toEqual(plain.encode());
    }
  });

  test.prop([managerRuns(60)], { numRuns: 40 })('in a manager', ({ setup, commands }) => {
    const [plain, watched] = [openManager(compiled, setup), openManager(spoiled('manager'), setup)];
    for (const { key, command } of commands) {
      expect(watched.perform(key, command)).toEqual(plain.perform(key, command));
      expect(watched.encode()).toEqual(plain.encode());
    }
  });
});
