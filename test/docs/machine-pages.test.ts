/** The pages of the machines: that they are up to date, and that nothing of a machine is missing. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { AnyStateMachine } from 'xstate';
import { lockSetMachine } from '../../models/lock-set.machine.ts';
import { sharedLockMachine } from '../../models/shared-lock.machine.ts';
import { type ChartGraph, chartGraph } from '../../src/cli/inspect/chart/graph.ts';
import { rowsOf } from '../../src/cli/inspect/chart/layout.ts';
import { mermaidText } from '../../tools/machine-pages/page-text.ts';
import { staleFiles } from '../../tools/machine-pages.ts';

const graphOf = (machine: AnyStateMachine): ChartGraph =>
  chartGraph(JSON.parse(JSON.stringify(machine.config)));

test('none is stale', async () => {
  expect(await staleFiles()).toEqual([]);
});

describe.each([sharedLockMachine, lockSetMachine])('the chart of $id', (machine: AnyStateMachine) => {
  const graph = graphOf(machine);
  const lines = [...graph.boxes, ...graph.arrows].flatMap((part) => part.lines);
  const nodes = [machine.root, ...Object.values(machine.states)];

  test('has every state, and every transition once', () => {
    const states = graph.boxes.filter(({ kind }) => kind === 'state').map(({ id }) => id);
    expect(states.toSorted()).toEqual(Object.keys(machine.states).toSorted());
    const all = nodes.flatMap((node) => [...[...node.transitions.values()].flat(), ...(node.always ?? [])]);
    const keys = lines.map(({ key }) => key).filter((key) => !key.startsWith('('));
    expect(new Set(keys).size).toBe(all.length);
    expect(keys).toHaveLength(all.length);
  });

  test('is told in full as Mermaid text and in the picture', () => {
    const mermaid = mermaidText(graph);
    for (const { text } of lines) expect(mermaid).toContain(text);
    const name = machine === sharedLockMachine ? 'shared-lock' : 'lock-set';
    const picture = readFileSync(`docs/machines/${name}.svg`, 'utf8');
    for (const { text } of lines) {
      const isWhole = picture.includes(`>${text}</text>`);
      // On an arrow a line may be broken.
      if (!isWhole) for (const row of rowsOf(text)) expect(picture).toContain(`>${row}</text>`);
    }
  });
});
