/** One odd machine stops one panel of the inspector's page, and only as long as it is shown. */
import { expect, test } from 'vitest';
import { drawApart } from '../../src/cli/inspect/page/apart.ts';

test('a panel that fails says so once, the others are drawn, and it comes back', () => {
  const told: string[] = [];
  let levels: unknown = [null];
  const panels = {
    one: () => {
      for (const level of levels as readonly { readonly name: string }[]) told.push(level.name);
    },
    other: () => {
      told.push('other');
    },
  };
  const problems = new Map<string, string>();
  const draw = (): string[] => {
    const say = (panel: string, problem: string): number => told.push(`${panel} "${problem}"`);
    drawApart(panels, problems, say, (error) => told.push((error as Error).name));
    return told.splice(0);
  };
  const says = expect.stringMatching(/^one "cannot be shown: .*null/);
  expect(draw()).toEqual(['TypeError', says, 'other']);
  expect(draw()).toEqual(['other']);
  levels = [{ name: 'node' }];
  expect(draw()).toEqual(['node', 'one ""', 'other']);
  levels = [null];
  expect(draw()).toEqual(['TypeError', says, 'other']);
});
