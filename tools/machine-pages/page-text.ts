/** The page of one machine: its picture, the same as Mermaid text, and a table of what commands come to. */
import type { ChartGraph, ChartLine } from '../../src/cli/inspect/chart/graph.ts';
import { START } from '../../src/cli/inspect/chart/graph.ts';
import { type Observed, type Outcomes, SILENCE } from './outcomes.ts';

export interface MachineFacts {
  /** As its files are called. */
  readonly name: string;
  readonly graph: ChartGraph;
  readonly states: readonly string[];
  readonly events: readonly string[];
}

/** How a picture is read; README says the same of its own. */
const LEGEND = `Dashed arrows need no event. A line is an event, a [guard] and / actions; what stands in a box stays in
that state. Of the lines for an event the first whose guard is true is taken, of the state before that of
every state.`;

export function machinePage(facts: MachineFacts, observed: Observed): string {
  const { name, graph } = facts;
  return `# ${graph.id}

Written by \`npm run machine-pages\` from [models/${name}.machine.ts](../../models/${name}.machine.ts),
where the invariants stand too; a test fails when it is stale. What guards and actions do is in
[src/core/${name}/rules.ts](../../src/core/${name}/rules.ts), under their names.

![The statechart of ${graph.id}](${name}.svg)

${LEGEND}

## What commands come to

As seen on every step of the [bounded models](../verification.md); what is said there, and to whom, is in
[src/core/${name}/commands.ts](../../src/core/${name}/commands.ts). Several effects in a row are those
that can come of it; – is nothing.

| command | in state | then | effects |
| --- | --- | --- | --- |
${facts.events.flatMap((event) => rowsOf(event, facts, observed)).join('\n')}

## As Mermaid text

\`\`\`mermaid
${mermaidText(graph)}\`\`\`
`;
}

/** States in which a command comes to the same share their rows. */
function rowsOf(event: string, { graph, states }: MachineFacts, observed: Observed): string[] {
  const groups = new Map<string, { readonly states: string[]; readonly outcomes: Outcomes }>();
  for (const state of states) {
    const outcomes = observed.outcomes(graph.id, state, event);
    if (outcomes.size === 0) continue;
    // To stay is the same, wherever one is.
    const key = JSON.stringify([...outcomes].map(([after, said]) => [after === state ? '' : after, said]));
    const group = groups.get(key) ?? { states: [], outcomes };
    groups.set(key, group);
    group.states.push(state);
  }
  return [...groups.values()].flatMap(({ states: alike, outcomes }) =>
    [...outcomes].map(([after, effects], index) => {
      const stays = alike.includes(after);
      const where = index === 0 ? alike.map(code).join(', ') : '';
      const cells = [
        index === 0 ? code(event) : '',
        where,
        stays ? 'stays' : code(after),
        effects.map((effect) => (effect === SILENCE ? silence(event) : code(effect))).join(', '),
      ];
      return `| ${cells.join(' | ')} |`;
    }),
  );
}

/** Whoever asks and is told nothing waits. */
const silence = (event: string): string =>
  /^lock\.(acquire|delete)$/.test(event) ? `${SILENCE} (waits)` : SILENCE;

export function mermaidText({ boxes, arrows }: ChartGraph): string {
  const ids = new Map(boxes.map(({ id }, index) => [id, id === START ? '[*]' : mermaidId(id, index)]));
  const lines = boxes
    .filter(({ kind }) => kind !== 'start')
    .flatMap(({ id, title, lines: inside }) => [
      `  state "${title}" as ${ids.get(id)}`,
      ...inside.map((line) => `  ${ids.get(id)} : ${mermaidLine(line)}`),
    ]);
  const between = arrows.map(({ from, to, lines: said }) => {
    const label = said.map(mermaidLine).join('<br/>');
    return `  ${ids.get(from)} --> ${ids.get(to)}${label === '' ? '' : ` : ${label}`}`;
  });
  return `stateDiagram-v2\n${[...lines, ...between].join('\n')}\n`;
}

const mermaidId = (id: string, index: number): string => (/^\w+$/.test(id) ? id : `box${index}`);
/** What would end a line, or begin another part of it, is told by its number. */
const mermaidLine = ({ text }: ChartLine): string =>
  text.replaceAll(/[;:#"]/g, (mark) => `#${mark.charCodeAt(0)};`);
const code = (text: string): string => `\`${text}\``;
