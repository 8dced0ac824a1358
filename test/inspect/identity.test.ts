/**
 * Whoever inspects cannot tell which engine runs a lock: both tell what a real XState actor tells of the same
 * commands, event by event and field by field.
 */
import { test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createActor } from 'xstate';
import { conditionMachine } from '../../models/condition.machine.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import type { ManagerMachines } from '../../src/core/level-order/system.ts';
import { inspectedEngine } from '../../src/inspect/watched-engine.ts';
import type { Inspect } from '../../src/inspect.ts';
import { createXstateEngine, xstateEngine } from '../../src/machines.ts';
import { lockRuns } from '../../src/testing/lock-commands.ts';
import { conditionRuns } from '../property/condition.runs.ts';
import { managerRuns, openManager } from '../property/level-order.runs.ts';
import { openSet, setRuns } from '../property/lock-set.runs.ts';
import { Recorder } from './streams.ts';

const engines = [
  ['compiled', undefined],
  ['xstate', xstateEngine],
] as const;

/** What XState itself tells. */
function reference(run: (inspect: never) => void): object[] {
  const recorder = new Recorder();
  run(recorder.inspect as never);
  return recorder.stream;
}

describe.each(engines)('inspection on the %s engine tells what XState tells', (_name, given) => {
  const machinesFor = (name: string, inspect: Inspect): ManagerMachines =>
    inspectedEngine(given, inspect).machines?.(name) as ManagerMachines;

  test.prop([lockRuns(60)])('of a lock', (commands) => {
    const recorder = new Recorder();
    const engine = inspectedEngine(given, recorder.inspect);
    const live = engine.start('config');
    for (const command of commands) engine.send(live, command.type, command as never, () => {});
    const told = reference((inspect) => {
      const actor = createActor(sharedLockMachine, { id: 'config', inspect });
      actor.start();
      for (const command of commands) actor.send(command);
    });
    expect(recorder.stream).toEqual(told);
    expect(recorder.streamNow).toEqual(told);
  });

  test.prop([conditionRuns(60)])('of a condition', ({ once, commands }) => {
    const recorder = new Recorder();
    const { condition } = inspectedEngine(given, recorder.inspect);
    const live = condition?.start({ once }, () => 'condition of config') ?? {};
    for (const command of commands) condition?.send(live, command, () => {});
    const told = reference((inspect) => {
      const actor = createActor(conditionMachine, { id: 'condition of config', input: { once }, inspect });
      actor.start();
      for (const command of commands) actor.send(command);
    });
    expect(recorder.stream).toEqual(told);
    expect(recorder.streamNow).toEqual(told);
  });

  test.prop([setRuns(30)], { numRuns: 40 })('of a set', (commands) => {
    const recorder = new Recorder();
    const set = openSet(machinesFor('set', recorder.inspect));
    for (const { key, command } of commands) set.perform(key, command);
    const told = reference((inspect) => {
      const actual = openSet(createXstateEngine({ inspect }).machines?.('set') as ManagerMachines);
      for (const { key, command } of commands) actual.perform(key, command);
    });
    expect(recorder.stream).toEqual(told);
    expect(recorder.streamNow).toEqual(told);
  });

  test.prop([managerRuns(30)], { numRuns: 40 })('of a manager', ({ setup, commands }) => {
    const recorder = new Recorder();
    const manager = openManager(machinesFor('manager', recorder.inspect), setup);
    for (const { key, command } of commands) manager.perform(key, command);
    const told = reference((inspect) => {
      const machines = createXstateEngine({ inspect }).machines?.('manager') as ManagerMachines;
      const actual = openManager(machines, setup);
      for (const { key, command } of commands) actual.perform(key, command);
    });
    expect(recorder.stream).toEqual(told);
    expect(recorder.streamNow).toEqual(told);
  });
});
