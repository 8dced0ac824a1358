/** The statechart of the chosen machine: drawn once, then only its classes change. */

import type { TransitionJson } from '../../../inspect/protocol.ts';
import { pathOfNode } from '../chart/config.ts';
import { activePaths, type ChartGraph, chartGraph, transitionKey, withoutRefusals } from '../chart/graph.ts';
import type { ChartLayout } from '../chart/layout.ts';
import { chartPicture, standingAlone } from '../chart/picture.ts';
import { type Shape, shape, shapeText } from '../chart/shapes.ts';
import { type Definition, type Machine, type Step, stateText } from '../view/machine.ts';
import type { MachineState } from '../view/recording.ts';
import { layoutFor } from './chart-layout.ts';
import { byId, download, setText, svgElement } from './dom.ts';
import { ZoomBox } from './zoom-box.ts';

interface Drawn {
  readonly graph: ChartGraph;
  readonly layout: ChartLayout;
  readonly picture: Shape;
  readonly svg: SVGElement;
}

export class ChartPanel {
  readonly #zoom = new ZoomBox(byId('chart-picture'));
  readonly #title = byId('chart-title');
  readonly #state = byId('chart-state');
  readonly #export = byId<HTMLButtonElement>('export');
  readonly #refusals = byId<HTMLInputElement>('refusals');
  /** With all lines, and without refusals. */
  readonly #drawn = { whole: new Map<Definition, Drawn>(), brief: new Map<Definition, Drawn>() };
  #shown: { readonly drawn: Drawn; readonly machine: Machine } | undefined;
  #said = '';
  #moment = '';

  constructor(redraw: () => void) {
    this.#export.addEventListener('click', () => this.#save());
    this.#refusals.addEventListener('input', redraw);
  }

  /** `words`: what to say when there is nothing to draw. */
  invite(words: () => HTMLElement): void {
    if (this.#said === 'invitation') return;
    this.#said = 'invitation';
    this.#shown = undefined;
    this.#export.disabled = true;
    setText(this.#title, 'Statechart');
    setText(this.#state, '');
    this.#zoom.say(words());
  }

  /** `moment`: when that is, for the picture that is saved. */
  show(machine: Machine, state: MachineState | undefined, moment: string): void {
    setText(this.#title, machine.name);
    this.#export.disabled = false;
    this.#moment = moment;
    const drawn = this.#draw(machine.identity.definition);
    this.#put(drawn, machine, state);
    const value = state === undefined ? 'not there at this moment' : stateText(state.snapshot.value);
    const refused = state?.step?.said.find(({ type }) => type.endsWith('.refused'))?.['reason'];
    const last =
      typeof refused === 'string' && !this.#refusals.checked ? `; last it refused: ${refused}` : '';
    setText(this.#state, `${machine.kind}, ${value === '' ? 'no states' : value}${last}`);
    this.#mark(drawn, machine, state);
  }

  #put(drawn: Drawn, machine: Machine, state: MachineState | undefined): void {
    const shown = this.#shown;
    if (shown?.drawn === drawn && shown.machine === machine) return;
    this.#shown = { drawn, machine };
    this.#said = '';
    const { graph, layout, svg } = drawn;
    const [active] = activePaths(state?.snapshot.value);
    const around =
      layout.boxes[
        graph.boxes.findIndex(({ id, kind }) => (active === undefined ? kind === 'state' : id === active))
      ];
    // Of the same machine with refusals and without, as of two of one kind, one may look at the same part.
    this.#zoom.show(svg, around, shown?.drawn === drawn);
  }

  #draw(definition: Definition): Drawn {
    const before = this.#refusals.checked ? this.#drawn.whole : this.#drawn.brief;
    const known = before.get(definition);
    if (known !== undefined) return known;
    const whole = chartGraph(definition.config);
    const graph = this.#refusals.checked ? whole : withoutRefusals(whole);
    const layout = layoutFor(graph);
    const picture = chartPicture(graph, layout);
    const drawn = { graph, layout, picture, svg: svgElement(picture) };
    before.set(definition, drawn);
    return drawn;
  }

  #mark({ graph, svg }: Drawn, machine: Machine, state: MachineState | undefined): void {
    const active = new Set(activePaths(state?.snapshot.value));
    const taken = state?.step === undefined ? new Set<string>() : takenKeys(graph, machine, state.step);
    const said = `${[...active].join()}|${[...taken].join()}`;
    if (said === this.#said) return;
    this.#said = said;
    for (const box of svg.querySelectorAll('[data-box]')) {
      box.classList.toggle('active', active.has(box.getAttribute('data-box') ?? ''));
    }
    for (const line of svg.querySelectorAll('[data-key]')) {
      line.classList.toggle('taken', taken.has(line.getAttribute('data-key') ?? ''));
    }
    for (const [index, { lines }] of graph.arrows.entries()) {
      const arrow = svg.querySelector(`[data-arrow="${index}"]`);
      arrow?.classList.toggle(
        'last',
        lines.some(({ key }) => taken.has(key)),
      );
    }
  }

  /** The picture as it is, with a style of its own. */
  #save(): void {
    if (this.#shown === undefined) return;
    const { drawn, machine } = this.#shown;
    const { picture, svg } = drawn;
    const what = [`${machine.name}: ${this.#state.textContent}`, this.#moment].join(', ');
    const text = shapeText(captioned(standingAlone(asShown(picture, svg)), what));
    download(`${machine.name.replaceAll(/[^\w.-]+/g, '-')}.svg`, 'image/svg+xml', text);
  }
}

/** With a line above that says what it shows. */
function captioned(picture: Shape, text: string): Shape {
  const { width, height } = picture.attributes;
  const attributes = {
    ...picture.attributes,
    viewBox: `0 -24 ${width} ${Number(height) + 24}`,
    height: Number(height) + 24,
  };
  const [style = '', paper = '', ...others] = picture.children;
  const above = shape('rect', { class: 'paper', y: -24, width: Number(width), height: 30 });
  const caption = shape('text', { class: 'title', x: 12, y: -4 }, text);
  return {
    ...picture,
    attributes,
    children: [style, shape('title', {}, text), above, paper, caption, ...others],
  };
}

/** The same shape with the classes that its element has now. */
function asShown(shape: Shape, element: Element): Shape {
  const { class: before, ...others } = shape.attributes;
  const now = element.getAttribute('class');
  const attributes = now === null || now === '' ? others : { class: now, ...others };
  const children = shape.children.map((child, index) => {
    const inside = element.children[index];
    return typeof child === 'string' || inside === undefined ? child : asShown(child, inside);
  });
  return {
    ...shape,
    attributes: before === undefined && now === null ? shape.attributes : attributes,
    children,
  };
}

function takenKeys(graph: ChartGraph, machine: Machine, step: Step): Set<string> {
  if (step.transitions.length > 0) {
    return new Set(step.transitions.map((transition) => keyOf(machine, transition)));
  }
  // Nobody has told which: those that lead from the state before to the one after, by this event.
  const [before, after] = [step.path.at(-2), step.path.at(-1)];
  if (before === undefined) return new Set();
  const between = graph.arrows.filter(
    ({ from, to }) => to === after && (from === before || from.endsWith('*')),
  );
  const keys = between.flatMap(({ lines }) => lines.map(({ key }) => key));
  return new Set(keys.filter((key) => key.split('|')[1] === step.event.type));
}

function keyOf({ identity }: Machine, transition: TransitionJson): string {
  const { config } = identity.definition;
  const { source, eventType, guard, actions, target = [] } = transition;
  const targets = target.map((id) => pathOfNode(config, id));
  return transitionKey({ source: pathOfNode(config, source), event: eventType, guard, actions, targets });
}
